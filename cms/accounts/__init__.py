"""Signing in, and what a signed-in person does for themselves: series, language, passkeys, sessions.

Neighbours: `members` has the tables (an account and a member meet by their address) and the consents; `mail`
carries the codes. django-allauth does the ceremonies: `adapters` and `stages` tell it how, `views` show it.

Decisions: one account for members and editors. A code by mail or a passkey signs anybody in; a password only
those with access to the admin. Nobody signs up here: a member's account is made with the first code. Who is
not in the network is answered like everybody else, on the screen and in time, and told by mail, once a day.
Editors are asked for their key or app where they have one; on production they must have one (`guarding`).
"""
