"""The editors' group: what everyone who writes, invites and sends may do."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITORS = "Redaktører"

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
        *(f"{verb}_organisation" for verb in ("add", "change", "view", "merge")),
        *(f"{verb}_season" for verb in ("add", "change", "view")),
        *(f"{verb}_series" for verb in ("add", "change", "view")),
        *(f"{verb}_signup" for verb in ("view", "delete", "ask")),
        *(f"{verb}_registration" for verb in ("view", "manage")),
        *(f"{verb}_decision" for verb in ("add", "change", "view")),
        *(f"{verb}_wish" for verb in ("view", "moderate")),
        *(f"{verb}_accessibilityissue" for verb in ("add", "change", "delete", "view")),
        "change_accessibilitysettings",
        "view_consent",
        "view_letter",
        "resend_letter",
        "change_networksettings",
    ),
    # »Translate this page«: a version in another language, as a draft.
    "simple_translation": ("submit_translation",),
    # What stands on top of a search.
    "wagtailsearchpromotions": tuple(
        f"{verb}_searchpromotion" for verb in ("add", "change", "delete", "view")
    ),
    "newsletters": (
        "send_newsletter",
        "view_mailing",
        "view_delivery",
        "change_lettertheme",
    ),
}


def make_editors() -> Group:
    """The editors' group. Its pages are the whole tree, so that a second language's pages are in it too."""
    group = Group.objects.create(name=EDITORS)
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
