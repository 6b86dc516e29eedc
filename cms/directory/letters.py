"""What a member is written to by another."""

from django.utils.translation import gettext_lazy as _

from cms.mail.kinds import Kind, register

# Private words between two people: nobody is shown them, and they are emptied when they have gone.
LETTER = register(
    Kind(
        name="directory.write_colleague",
        label=_("A letter from a colleague"),
        template="cms/directory/letters/write_colleague",
        sample={
            "sender": "Bo Dahl",
            "organisation": "Køge Kommune",
            "letter_text": "Hej Anna\n\nHvordan fik I teknisk forvaltning med?\n\nHilsen Bo",
            "answer_url": "/medlemmer/svar/Zm9vYmFyYmF6cXV4/",
            "settings_url": "/min-side/profil/#breve",
        },
        is_secret=True,
        keep_days=30,
    )
)
