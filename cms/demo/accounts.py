"""Who signs in: an editor of the editors' group, an administrator; and this machine's password."""

import secrets
from pathlib import Path

from django.conf import settings

from cms.members.groups import make_editors
from cms.members.models import User

EDITOR = "redaktoer@network.example"
ADMINISTRATOR = "administrator@network.example"


def make_accounts() -> list[User]:
    """The editor and the administrator, with this machine's password."""
    password = password_of_this_machine()
    editor = User.objects.create_user(EDITOR, password, first_name="Rikke", last_name="Redaktør")
    editor.groups.add(make_editors())
    administrator = User.objects.create_superuser(
        ADMINISTRATOR, password, first_name="Asger", last_name="Administrator"
    )
    return [editor, administrator]


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
