"""What a new call of a kind begins with; everything can be changed before it is published."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.features.tenders.models import Applicants, CallKind
from portal.kernel.files.checks import DOCX, JPEG, ODS, ODT, PDF, PNG, XLSX, Kind
from portal.kernel.words import LazyString, lazy

WRITING = (PDF, DOCX, ODT)
TABLES = (XLSX, ODS)
PICTURES = (JPEG, PNG)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Something an application consists of."""

    title_sr: str
    title_en: str
    is_obligatory: bool = True
    envelope: int = 1
    most: int = 1


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Something applications are compared by, with its most points."""

    title_sr: str
    title_en: str
    most: int


@dataclass(frozen=True, kw_only=True)
class Preset:
    """How a call of a kind begins; `ask_days` and `answer_days` are counted back from the day it closes."""

    what: LazyString
    applicants: Applicants = Applicants.ORGANISATIONS
    is_sealed: bool = True
    is_secret: bool = True
    envelopes: int = 1
    ask_days: int = 5
    answer_days: int = 3
    file_kinds: tuple[Kind, ...] = (*WRITING, *TABLES, *PICTURES)
    requirements: tuple[Asked, ...] = ()
    criteria: tuple[Compared, ...] = ()


FORM = Asked(title_sr="Попуњен образац пријаве", title_en="Filled-in application form")
STATEMENT = Asked(title_sr="Изјава о прихватању услова позива", title_en="Statement accepting the terms of the call")
OTHERS = Asked(title_sr="Други прилози", title_en="Other enclosures", is_obligatory=False, most=5)
CAPACITY = Compared(title_sr="Стручност и искуство подносиоца", title_en="Capacity and experience of the applicant", most=20)
BUDGET = Compared(title_sr="Оправданост трошкова", title_en="Soundness of the budget", most=25)

PRESETS: Mapping[CallKind, Preset] = {
    CallKind.ASSOCIATIONS: Preset(
        what=lazy(
            "Associations apply with projects that the municipal budget pays for. Applications stay sealed until the "
            "commission opens them."
        ),
        requirements=(
            FORM,
            Asked(title_sr="Опис пројекта", title_en="Description of the project"),
            Asked(title_sr="Буџет пројекта", title_en="Budget of the project"),
            Asked(title_sr="Извод из регистра удружења", title_en="Extract from the register", is_obligatory=False),
            STATEMENT,
            OTHERS,
        ),
        criteria=(
            Compared(title_sr="Значај пројекта за општину", title_en="Importance of the project for the municipality", most=30),
            Compared(title_sr="Одрживост резултата", title_en="Durability of the results", most=25),
            CAPACITY,
            BUDGET,
        ),
    ),
    CallKind.MEDIA: Preset(
        what=lazy("Media and producers apply with projects of public interest in information."),
        requirements=(
            FORM,
            Asked(title_sr="Предлог медијског пројекта", title_en="Proposal of the media project"),
            Asked(title_sr="Буџет пројекта", title_en="Budget of the project"),
            Asked(title_sr="Решење о упису у Регистар медија", title_en="Decision on registration in the Media Register"),
            STATEMENT,
            OTHERS,
        ),
        criteria=(
            Compared(title_sr="Допринос јавном интересу у информисању", title_en="Contribution to the public interest", most=40),
            CAPACITY,
            BUDGET,
        ),
    ),
    CallKind.PURCHASE: Preset(
        what=lazy(
            "Firms send bids for a purchase below the threshold of the law. The price lies in an envelope of its own that is "
            "opened last."
        ),
        envelopes=2,
        requirements=(
            Asked(title_sr="Образац понуде", title_en="Bid form"),
            Asked(title_sr="Технички опис понуђеног", title_en="Technical description of what is offered"),
            Asked(title_sr="Образац цене", title_en="Price form", envelope=2),
            OTHERS,
        ),
        criteria=(
            Compared(title_sr="Цена", title_en="Price", most=70),
            Compared(title_sr="Квалитет и рок испоруке", title_en="Quality and time of delivery", most=30),
        ),
    ),
    CallKind.LAND: Preset(
        what=lazy("People and firms bid for the lease or purchase of land or premises that the municipality owns."),
        applicants=Applicants.BOTH,
        requirements=(
            FORM,
            Asked(title_sr="Доказ о уплати депозита", title_en="Proof that the deposit was paid"),
            Asked(title_sr="Понуђени износ закупнине", title_en="Rent offered"),
            OTHERS,
        ),
        criteria=(Compared(title_sr="Висина понуђене закупнине", title_en="Amount of the rent offered", most=100),),
    ),
    CallKind.SCHOLARSHIP: Preset(
        what=lazy("Pupils and students apply for themselves; no organisation is needed."),
        applicants=Applicants.PEOPLE,
        requirements=(
            FORM,
            Asked(title_sr="Потврда о упису", title_en="Certificate of enrolment"),
            Asked(title_sr="Уверење о положеним испитима", title_en="Certificate of examinations passed"),
            Asked(title_sr="Доказ о пребивалишту", title_en="Proof of residence"),
            OTHERS,
        ),
        criteria=(
            Compared(title_sr="Просечна оцена", title_en="Average mark", most=60),
            Compared(title_sr="Приходи домаћинства", title_en="Income of the household", most=40),
        ),
    ),
    CallKind.SUBSIDY: Preset(
        what=lazy("Farms, craftspeople and firms apply for money of the municipality, for example for equipment or employment."),
        applicants=Applicants.BOTH,
        requirements=(
            FORM,
            Asked(title_sr="Доказ о регистрацији", title_en="Proof of registration"),
            Asked(title_sr="Рачун или предрачун", title_en="Invoice or pro forma invoice", most=5),
            STATEMENT,
            OTHERS,
        ),
        criteria=(
            Compared(title_sr="Оправданост улагања", title_en="Soundness of the investment", most=60),
            Compared(title_sr="Нова запослења", title_en="New employment", most=40),
        ),
    ),
    CallKind.EXTERNAL: Preset(
        what=lazy(
            "The law ties the procedure to another portal, for example the Public Procurement Portal. Here is only the "
            "announcement with a link: no documents are collected and no applications taken."
        ),
        is_sealed=False,
        is_secret=False,
        file_kinds=(),
    ),
}
