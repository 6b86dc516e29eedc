"""The admin's doors to organisations: the register, and merging two.

The register shows the region of today and the domains that members write from; who knows the members tells
it by the Wagtail hook `suggest_organisation_domains(organisation)`: a list of (domain, how many members).
"""
