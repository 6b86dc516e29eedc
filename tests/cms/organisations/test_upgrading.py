"""What a site that is there already gets when it is migrated."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

import cms.migrations
from cms.members.groups import EDITORS, make_editors
from cms.organisations.importing import load_organisations
from cms.organisations.models import Organisation
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def migration():
    (file,) = Path(cms.migrations.__path__[0]).glob("*_organisations_follow.py")
    return import_module(f"cms.migrations.{file.stem}")


def successors():
    return dict(Organisation.objects.exclude(successor=None).values_list("code", "successor__name"))


def test_says_what_two_regions_become(migration):
    load_organisations()
    Organisation.objects.update(successor=None)
    migration.name_successors(apps, None)
    assert successors() == {"1084": "Region Østdanmark", "1085": "Region Østdanmark"}


def test_leaves_regions_that_a_person_has_changed(migration):
    load_organisations()
    Organisation.objects.update(successor=None)
    Organisation.objects.filter(code="1084").update(valid_to=None)
    migration.name_successors(apps, None)
    assert successors() == {"1085": "Region Østdanmark"}


def test_says_nothing_where_there_are_no_regions(migration):
    make_organisation(code="1084")
    migration.name_successors(apps, None)
    assert successors() == {}


def test_fills_the_names_that_are_searched_in(migration):
    make_organisation(name="Ærø Kommune")
    Organisation.objects.update(name_key="")
    migration.fill_keys(apps, None)
    assert Organisation.objects.get().name_key == "aeroe kommune"


def test_gives_the_editors_the_right_to_merge(migration):
    migration.allow_editors(apps, None)
    assert not Group.objects.filter(name=EDITORS).exists()
    group = make_editors()
    Permission.objects.filter(codename="merge_organisation").delete()
    for _time in range(2):
        migration.allow_editors(apps, None)
    assert group.permissions.filter(codename="merge_organisation").count() == 1
    assert Permission.objects.filter(codename="merge_organisation").count() == 1
