"""How people sign in: django-allauth, told what this site uses of it. `cms.accounts` is the rest.

Nobody signs up here: a member joins the network, and the account comes with the first code. Codes and
passkeys are for all; a password only for those who work in the admin.
"""

from .base import ENV, PRODUCTION

# What may be tried is counted in the cache, so with several processes it must be one that they share.
CODE_MINUTES = 15
# How long the session of somebody who has only asked for a code is kept, in seconds: it holds the address.
ASKED_FOR = 3600

# How long after signing in one may fetch all that is kept about oneself, or erase it, in minutes: whoever
# sits down at a machine that somebody else left may not.
RECENT_MINUTES = 15

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_page"
# Whether nobody reaches the admin without a passkey or an authenticator app.
SECOND_FACTOR = ENV["SECOND_FACTOR"] == "yes" or (ENV["SECOND_FACTOR"] == "auto" and PRODUCTION)

ACCOUNT_ADAPTER = "cms.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An address is proven by each code that arrives there.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# Eight figures: a telephone shows the right keyboard, and nobody guesses one of a hundred million.
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
# `key` is the address. A town hall has one IP address for all who sit in it.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "5/15m/key,60/h/ip",
    # Letters to strangers: from one place, and (one key for all) from everywhere.
    "answer_stranger": "5/h/ip,200/h/key",
    # Letters to the new addresses that one member types: to others, they could be a nuisance.
    "change_address": "5/d/key",
    "login_failed": "30/15m/ip,5/5m/key",
    # The file of everything that is kept about oneself.
    "my_export": "5/d/user",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

MFA_ADAPTER = "cms.accounts.adapters.KeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A session that may change keys has proven itself by one, where there is one: cms.accounts.stages.
MFA_REAUTHENTICATION_REQUIRED = False
# One period before and after, as clocks differ.
MFA_TOTP_TOLERANCE = 1

# The proxy in front writes the visitor's address last in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV["BEHIND_PROXY"] else 0
