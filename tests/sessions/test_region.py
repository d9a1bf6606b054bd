"""The region profile of the South West, and what is asked of any profile."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from sessions.region import PROFILES, BadProfile, load_region, south_west

REGION = south_west()


def test_the_south_west_keeps_the_hours_that_were_agreed() -> None:
    working = REGION.working
    assert (working.all_day.start, working.all_day.end) == (time(9), time(17))
    assert (working.morning.start, working.morning.end) == (time(9), time(12))
    assert (working.afternoon.start, working.afternoon.end) == (time(12), time(17))
    assert (working.lunchtime.start, working.lunchtime.end) == (time(12), time(14))
    assert REGION.offer.session_length == timedelta(hours=1)
    assert REGION.offer.lead == timedelta(hours=2)
    assert REGION.offer.days_ahead == 7


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 27), True),  # a Friday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 12, 25), False),  # Christmas Day, a Friday
        (date(2026, 12, 28), False),  # Boxing Day fell on a Saturday
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2026, 11, 30), True),  # St Andrew's Day is a holiday in Scotland only
    ],
)
def test_weekends_and_english_bank_holidays_are_not_working_days(day: date, works: bool) -> None:
    assert REGION.is_working_day(day) is works


def test_local_time_follows_the_clocks() -> None:
    before, after = datetime(2026, 10, 24, 9, tzinfo=UTC), datetime(2026, 10, 26, 9, tzinfo=UTC)
    assert (REGION.local(before).hour, REGION.local(after).hour) == (10, 9)


@pytest.mark.parametrize(
    ("email", "force"),
    [
        ("pat.sample@dorset.police.uk", "Dorset"),
        ("PAT.SAMPLE@DORSET.PNN.POLICE.UK", "Dorset"),
        ("pat.sample@dc.police.uk", "Devon and Cornwall"),
        ("pat.sample@mail.wiltshire.police.uk", "Wiltshire"),
        ("pat.sample@notdorset.police.uk", None),
        ("pat.sample@example.org", None),
        ("no address at all", None),
    ],
)
def test_a_force_is_known_by_its_mail_domain(email: str, force: str | None) -> None:
    found = REGION.force_of(email)
    assert (found.name if found else None) == force


def profile(folder: Path, *changes: tuple[str, str]) -> Path:
    """The profile that ships with the bot, with parts of its text replaced."""
    text = (PROFILES / "south-west.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "other.toml"
    path.write_text(text, encoding="utf-8")
    return path


DAY = "start = 09:00:00, end = 17:00:00"
MORNING = "start = 09:00:00, end = 12:00:00"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('zone = "Europe/London"', "", "zone is missing"),
        ("session_minutes", "sesion_minutes", "offer.sesion_minutes is not a key of a profile: is it missp"),
        ('unit = "SWROCU"', 'unit = "SWROCU"\nnick = "x"', "nick is not a key of a profile"),
        ('also = ["A&S"', 'alias = ["A&S"', "forces.1.alias is not a key of a profile"),
        ("Europe/London", "Europe/Londn", "zone: there is no time zone 'Europe/Londn'"),
        ("Europe/London", "Europe", "zone: there is no time zone 'Europe'"),
        ("Europe/London", "../zone", "zone: there is no time zone '../zone'"),
        ("Europe/London", "", "zone: there is no time zone ''"),
        ('"GB-ENG"', '"GB-IRL"', "working.bank_holidays_of: no bank holidays are known of 'GB-IRL'"),
        ('"GB-ENG"', '"XX"', "working.bank_holidays_of: no bank holidays are known of 'XX'"),
        ('"GB-ENG"', '"ENG"', "working.bank_holidays_of: no bank holidays are known of 'ENG'"),
        ("grid_minutes = 30", "grid_minutes = 0", "offer.grid_minutes: Input should be greater than or eq"),
        ("grid_minutes = 30", "grid_minutes = 25", "offer: grid_minutes must divide an hour"),
        ("grid_minutes = 30", "grid_minutes = 120", "offer.grid_minutes: Input should be less than or equ"),
        ("session_minutes = 60", "session_minutes = 0", "offer.session_minutes: Input should be greater"),
        ("session_minutes = 60", "session_minutes = 481", "offer.session_minutes: Input should be less"),
        ("lead_hours = 2", "lead_hours = -1", "offer.lead_hours: Input should be greater than or equal to 0"),
        ("lead_hours = 2", "lead_hours = 168", "offer: lead_hours must be less than days_ahead"),
        ("days_ahead = 7", "days_ahead = 0", "offer.days_ahead: Input should be greater than or equal to 1"),
        ("days_ahead = 7", "days_ahead = 15", "offer.days_ahead: Input should be less than or equal to 14"),
        ("reply_within_working_days = 2", "reply_within_working_days = -1", "offer.reply_within_working_d"),
        ("keep_asking_days = 7", "keep_asking_days = 0", "offer.keep_asking_days: "),
        ("days = [0, 1, 2, 3, 4]", "days = []", "working.days must not be empty"),
        ("days = [0, 1, 2, 3, 4]", "days = [7]", "working.days.1: Input should be less than or equal to 6"),
        (DAY, "start = 17:00:00, end = 09:00:00", "working.all_day: start must be before end"),
        (DAY, 'start = "09:00", end = 17:00:00', "working.all_day.start: Input should be a valid time"),
        (DAY, "start = 09:00:00, end = 09:45:00", "working: morning must be inside all_day"),
        (MORNING, "start = 08:30:00, end = 12:00:00", "working: morning must be inside all_day"),
        ('name = "Dorset"', 'name = "WILTSHIRE"', "forces: two have the name wiltshire"),
        ('name = "Dorset"', 'name = " "', "forces.3.name must not be empty"),
        ('["dorset.police.uk"', '["dc.police.uk"', "forces: the mail domain dc.police.uk is there twice"),
        ('["dorset.police.uk"', '["@Dorset.police.uk"', "forces.3.mail_domains.1: String should match"),
        ('reference_prefix = "SW"', 'reference_prefix = "S W"', "reference_prefix: String should match"),
        (
            'phone_region = "GB"',
            'phone_region = "UK"',
            "phone_region: no telephone numbers are known of 'UK'",
        ),
        ('"rdt@example.police.uk"', '"the duty desk"', "contact_email: value is not a valid email address"),
        ("[[forces]]", "[[forces]", "is not a TOML file: "),
        ('"4P plans", "disruption", "working with partners"', "", "capabilities must not be empty"),
        (
            'title = "Ask for',
            f'title = "{60 * "x"}',
            "advert.title: String should have at most 60 characters",
        ),
        ('title = "Ask for', 'title = "Ask\\nfor', "advert.title: it must be one line, without tabs"),
        ('"Scan the code or', '"Scan {the code or', "advert.steps.1: there is a stray { in it"),
        ('"{team}, {unit}"', '"{teem}, {unit}"', "advert.letter.sign_off: {teem} is none of region, unit, "),
        ("You hear {reply}.", "You hear {}.", "advert.steps.3: {} is none of region, unit, "),
        ('terms = "https://', 'terms = "htps://', "links.terms: URL scheme should be 'http' or 'https'"),
    ],
)
def test_a_profile_that_cannot_work_is_told_in_a_sentence(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = profile(tmp_path, (old, new))
    with pytest.raises(BadProfile) as refusal:
        load_region(path)
    sentence = str(refusal.value)
    assert sentence.startswith(f"the region profile {path}: ")
    assert said in sentence
    assert "pydantic" not in sentence
    assert "\n" not in sentence


def test_a_session_must_fit_in_the_day(tmp_path: Path) -> None:
    short_day = "start = 09:00:00, end = 14:00:00"
    path = profile(
        tmp_path,
        ("session_minutes = 60", "session_minutes = 301"),
        (DAY, short_day),
        ("start = 12:00:00, end = 17:00:00", "start = 12:00:00, end = 14:00:00"),
    )
    with pytest.raises(BadProfile, match="session_minutes: a session is longer than"):
        load_region(path)


def test_a_region_without_forces_is_no_region(tmp_path: Path) -> None:
    path = profile(tmp_path)
    head, _, rest = path.read_text(encoding="utf-8").partition("[[forces]]")
    path.write_text(f"forces = []\n{head}[working]{rest.partition('[working]')[2]}", encoding="utf-8")
    with pytest.raises(BadProfile, match="forces must not be empty"):
        load_region(path)


def test_the_regions_sentences_name_its_own_facts(tmp_path: Path) -> None:
    other = load_region(
        profile(
            tmp_path,
            ("session_minutes = 60", "session_minutes = 45"),
            ("reply_within_working_days = 2", "reply_within_working_days = 1"),
            ('team = "Regional Disruption Team"', 'team = "Advice {unit} Team"'),
            ('sign_off = "{team}, {unit}"', 'sign_off = "{team}, {region}: {capabilities}"'),
        )
    )
    says = other.says
    assert "45 minutes of informal advice" in says.what
    assert says.steps[2] == "An adviser picks one of your times. You hear within one working day."
    assert "Dorset, Gloucestershire and Wiltshire" in says.letter.paragraphs[0]
    # A fact is put in as it stands, braces and all.
    wanted = "Advice {unit} Team, South West: 4P plans, disruption and working with partners"
    assert says.letter.sign_off == wanted


@pytest.mark.parametrize(
    ("working_days", "said"),
    [(0, "You hear the same working day."), (2, "You hear within 2 working days.")],
)
def test_by_when_an_lro_hears_is_said_in_words(tmp_path: Path, working_days: int, said: str) -> None:
    key = "reply_within_working_days = "
    path = profile(tmp_path, (f"{key}2", f"{key}{working_days}"))
    assert said in load_region(path).says.steps[2]


def test_no_place_of_a_fact_is_left_open_in_the_south_wests_sentences() -> None:
    said = REGION.says
    for sentence in (said.what, said.who_for, *said.steps, said.ask_not_task, *said.letter.paragraphs):
        assert "{" not in sentence


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    path = profile(tmp_path, ("lead_hours = 2", "lead_hours = -1"), ("days_ahead", "dais_ahead"))
    with pytest.raises(BadProfile, match=r"offer\.lead_hours: .*; offer\.dais_ahead is not a key"):
        load_region(path)


def test_a_profile_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadProfile, match=r"nowhere\.toml: cannot be read \(No such file or directory\)"):
        load_region(tmp_path / "nowhere.toml")
    with pytest.raises(BadProfile, match=r": cannot be read \(Is a directory\)"):
        load_region(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'unit = "\xe9"')
    with pytest.raises(BadProfile, match=r"latin\.toml: is not a TOML file: 'utf-8' codec"):
        load_region(latin)


def test_another_country_has_bank_holidays_of_its_own(tmp_path: Path) -> None:
    scottish = load_region(profile(tmp_path, ('"GB-ENG"', '"GB-SCT"')))
    assert not scottish.is_working_day(date(2026, 11, 30)), "St Andrew's Day"
    assert scottish.is_working_day(date(2027, 3, 29)), "Easter Monday"
    irish = load_region(profile(tmp_path, ('"GB-ENG"', '"IE"')))
    assert not irish.is_working_day(date(2026, 3, 17)), "St Patrick's Day"
