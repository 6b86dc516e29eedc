"""Who signs in: an editor with the permissions of the job, an administrator; and this machine's password."""

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.members.models import User

EDITOR = "redaktoer@network.example"
ADMINISTRATOR = "administrator@network.example"
GROUP = "Redaktører"

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
COLLECTION_PERMISSIONS: dict[str, tuple[str, ...]] = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}
# Application → permissions. What is missing here, an editor is not shown.
MODEL_PERMISSIONS: dict[str, tuple[str, ...]] = {
    "wagtailadmin": ("access_admin",),
    "cms": (
        *(f"{verb}_member" for verb in ("add", "change", "delete", "view")),
        *(f"{verb}_organisation" for verb in ("add", "change", "view")),
        *(f"{verb}_season" for verb in ("add", "change", "view")),
        "view_consent",
        "change_networksettings",
    ),
    "newsletters": ("send_newsletter", "view_mailing", "view_delivery"),
}


def make_accounts() -> list[User]:
    """The editor and the administrator, with this machine's password."""
    password = password_of_this_machine()
    editor = User.objects.create_user(EDITOR, password, first_name="Rikke", last_name="Redaktør")
    editor.groups.add(make_group())
    administrator = User.objects.create_superuser(
        ADMINISTRATOR, password, first_name="Asger", last_name="Administrator"
    )
    return [editor, administrator]


def make_group() -> Group:
    """The editors' group. Its pages are the whole tree, so that a second language's pages are in it too."""
    group = Group.objects.create(name=GROUP)
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for codename in PAGE_PERMISSIONS:
        permission = permission_of("wagtailcore", codename)
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    for app, codenames in COLLECTION_PERMISSIONS.items():
        for codename in codenames:
            permission = permission_of(app, codename)
            GroupCollectionPermission.objects.create(
                group=group, collection=collection, permission=permission
            )
    for app, codenames in MODEL_PERMISSIONS.items():
        group.permissions.add(*(permission_of(app, codename) for codename in codenames))
    return group


def permission_of(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def password_file() -> Path:
    return Path(settings.VAR_DIR) / "demo-password"


def password_of_this_machine() -> str:
    """Made at random the first time, then kept in `var/`, readable by nobody else."""
    path = password_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9) + "\n")
    return path.read_text().strip()


def sign_in_words(email: str) -> str:
    """What to type for this account; a password that a person changed is that person's secret."""
    user = User.objects.filter(email=email).first()
    if user is None:
        return f"{email} (deleted)"
    path = password_file()
    if path.exists() and user.check_password(path.read_text().strip()):
        return f"{email}   password  {path.read_text().strip()}"
    return f"{email}   (your own password; new: manage.py changepassword {email})"
