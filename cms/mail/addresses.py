"""E-mail addresses: which are real, and which two are one and the same.

An address is kept as it was written, and known by its canonical form: Unicode NFC, no surrounding space,
lower case, the domain as IDNA 2008 A-labels (RFC 5890). Local parts are ASCII: few providers carry
SMTPUTF8 (RFC 6531), and look-alike letters (the Kelvin sign for k) are how two people share one address.
"""

import hashlib
import hmac
import re
import unicodedata

import idna
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# RFC 5321 4.5.3.1: 64 octets before the @, 254 in all.
MAX_LENGTH = 254
MAX_LOCAL = 64
# What people paste, spaces included. Longer text is not looked at: to normalise it can take seconds.
MAX_WRITTEN = 1000
_LOCAL = re.compile(r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")
_TOP_LEVEL = re.compile(r"^([a-z]{2,63}|xn--[a-z0-9-]{2,59})$")


def canonical(address: str) -> str:
    """The form by which an address is known.

    Raises ValidationError, with a sentence for a person, when it cannot be an address of the public net.
    """
    if len(address) > MAX_WRITTEN:
        raise ValidationError(_("The e-mail address is too long."))
    written = unicodedata.normalize("NFC", address).strip()
    if any(unicodedata.category(c)[0] in "CZ" for c in written):
        raise ValidationError(_("An e-mail address has no spaces or invisible characters."))
    local, at, domain = written.rpartition("@")
    if not at or not local or not domain:
        raise ValidationError(_("Write the whole e-mail address: name@municipality.dk."))
    # As it was typed: NFC turns the Kelvin sign into the letter k.
    if not address.rpartition("@")[0].strip().isascii():
        raise ValidationError(_("Before the @ only the letters a–z, digits and signs can stand."))
    local = local.lower()
    if len(local) > MAX_LOCAL or not _LOCAL.match(local):
        raise ValidationError(_("What stands before the @ is not a name that mail can reach."))
    known = f"{local}@{_domain(domain)}"
    if len(known) > MAX_LENGTH:
        raise ValidationError(_("The e-mail address is too long."))
    return known


def _domain(domain: str) -> str:
    try:
        # Lower case by hand: the mapping of UTS 46 would also fold look-alikes.
        name = idna.encode(domain.lower(), strict=False, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise ValidationError(_("What stands after the @ is not a domain.")) from error
    labels = name.split(".")
    if len(labels) < 2 or not _TOP_LEVEL.match(labels[-1]):
        raise ValidationError(_("What stands after the @ is not a domain."))
    return name


def mailbox(known: str) -> str:
    """The mailbox that an address in its canonical form leads to: what counts when letters are counted.

    What follows a plus is a note of the owner's (RFC 5233), and Google does not see dots. Two such addresses
    still are two people to us; they only share one limit.
    """
    local, _at, domain = known.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def on_the_wire(address: str) -> str:
    """The address as mail carries it: the domain in A-labels, the rest as it is.

    Providers know a recipient by this form; given another, they would not find what is to be merged.
    """
    if address.isascii():
        return address
    try:
        domain = canonical(address).rpartition("@")[2]
    except ValidationError:
        return address
    return f"{address.strip().rpartition('@')[0]}@{domain}"


def fingerprint(known: str) -> str:
    """A keyed hash (HMAC-SHA256, 128 bits, hex) of an address in its canonical form.

    What stays of an address that must not be mailed when the address itself is erased. Without
    SUPPRESSION_KEY nobody can try addresses against it.
    """
    key = settings.SUPPRESSION_KEY.encode()
    return hmac.digest(key, known.encode(), hashlib.sha256)[:16].hex()
