"""How any e-mail is made and posted.

Neighbours: knows nobody but `content` (who the network is); members, invitations and newsletters stand on it.

`addresses` says which e-mail addresses are one and the same, `mjml` compiles letters. `transport` hands
one letter over to many: to a provider's API through Anymail (`payloads`, `hardening`), or by SMTP (`mime`,
`smtp`). `providers` knows what each provider can do, `answers` what its answer means, `lookups` asks it
what it took. `outbox` keeps letters as files on a development machine and shows them. Service mail is a
`Letter` of a declared kind (`kinds`), of plain `values`, posted by `actions`, carried by `posting`.

Decisions: an answer is accepted, rejected, refused, misconfigured or unknown, and only a refusal is proof
that a newsletter may be handed over again. A service letter is tried until it is accepted; it has fixed words
in templates and no way in for an editor's, so it needs no consent and holds no promotion.
"""
