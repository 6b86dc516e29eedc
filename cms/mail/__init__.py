"""How any e-mail is made and posted.

Neighbours: knows nobody; members, invitations and newsletters stand on it.

`addresses` says which e-mail addresses are one and the same, `mjml` compiles letters, `message`
sets headers, `providers` knows what each provider can do, `outbox` keeps letters as files on a
development machine and shows them.
"""
