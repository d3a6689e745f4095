"""What people say of their own health, family or belief is no skill; what they did for others is."""

from __future__ import annotations

import pytest
from babel import Locale

from matcher import Lexicon, SkillLinker

LINKER = SkillLinker().fit(Lexicon.shipped())

ABOUT_ONESELF = {
    "en": [
        "I have autism", "I am autistic", "I use a wheelchair", "I am a wheelchair user", "I had a stroke",
        "I have diabetes", "Im diabetic", "I suffer from depression", "I have mental health problems",
        "I go to the mosque", "I take medication for my heart", "I have dementia", "I need help with walking",
        "I am pregnant", "I have a baby", "I have type 2 diabetes and severe depression", "I am a Roma woman",
    ],
    "pt": [
        "tenho diabetes", "sou deficiente", "tenho autismo", "ando de cadeira de rodas", "tive um AVC",
        "sofro de depressão", "vou à igreja", "sou surda", "tenho um bebé", "estou grávida",
        "tomo medicação para o coração", "tenho 58 anos", "sou muçulmana",
    ],
    "pl": ["mam cukrzycę", "jestem niepełnosprawny", "mam autyzm", "mam depresję", "miałem udar"],
    "ro": ["am diabet", "sunt persoană cu handicap", "am autism", "sufăr de depresie", "am avut un accident vascular"],
    "bg": ["имам диабет", "аз съм инвалид", "имам аутизъм", "страдам от депресия", "прекарах инсулт"],
    "lt": ["sergu diabetu", "esu neįgalus", "turiu autizmą", "sergu depresija", "patyriau insultą"],
    "uk": ["у мене діабет", "я інвалід", "у мене аутизм", "у мене депресія", "я перенесла інсульт"],
    "ar": ["عندي سكري", "انا معاق", "عندي توحد", "عندي اكتئاب", "صار معي جلطة", "انا مسلمة"],
}  # fmt: skip

FROM = {
    "en": "I am from {}", "pt": "sou de {}", "pl": "jestem z {}", "ro": "sunt din {}", "bg": "аз съм от {}",
    "lt": "esu iš {}", "uk": "я з {}", "ar": "انا من {}",
}  # fmt: skip
ORIGINS = """PT BR AO MZ CV GW ST TL PL RO BG LT LV EE UA MD RU BY HU SK CZ IT ES FR DE NL IE GR TR AL XK RS MK IN
PK BD LK NP PH CN VN NG GH KE ZW ZM ZA SO SD SS ER ET EG MA DZ TN LY SY IQ IR AF YE LB JO PS SA KW""".split()
I_AM = {
    "en": "I am {}", "pt": "sou {}", "pl": "jestem {}", "ro": "sunt {}", "bg": "аз съм {}", "lt": "esu {}",
    "uk": "я {}", "ar": "انا {}",
}  # fmt: skip
GROUPS = {
    "en": """Syrian Polish Romanian Brazilian Nigerian Pakistani Somali Kurdish Roma Gypsy Jewish Muslim Christian
    Hindu Sikh Black White Asian refugee woman man gay lesbian transgender married single widow old young""",
    "pt": """português brasileira angolana romena ucraniana cigano negra branca muçulmano católica judeu evangélica
    refugiada mulher homem casada solteira divorciada viúva velha jovem gay lésbica timorense""",
    "pl": """Polka Ukrainka Ukrainiec Rom Romka katoliczka muzułmanka kobietą mężczyzną mężatką wdową
    rozwiedziona uchodźcą stary młoda gejem lesbijką Żydem prawosławna""",
    "ro": """român româncă rom țigan moldovean ucraineană maghiar ortodox catolică penticostal femeie bărbat
    căsătorită văduvă divorțată bătrân tânăr refugiată evreu musulmană""",
    "bg": """българин българка ром циганин турчин туркиня помак мюсюлманка християнка жена мъж омъжена вдовица
    разведена възрастен млад бежанка""",
    "lt": """lietuvis lietuvė rusas lenkas čigonas romė katalikė moteris vyras ištekėjusi našlė išsiskyrusi senas
    jauna pabėgėlė ukrainietė žydas musulmonė""",
    "uk": """українка українець ромка росіянин татарка мусульманка православна католичка жінка чоловік заміжня
    вдова розлучена біженка переселенка старий молода єврей""",
    "ar": """سوري سورية عراقي سوداني سودانية مصري فلسطيني كردي كردية يمني ليبي مغربي تونسي صومالي مسلم مسيحي
    سني شيعي علوي درزي يزيدي لاجئ لاجئة نازح امرأة رجل متزوج ارملة مطلقة عازب شاب كبير""",
}

FOR_OTHERS = [
    ("en", "I have experience with diabetes", "diabetes_care"),
    ("en", "I looked after people with autism", "autism_support"),
    ("en", "I have dementia care experience", "dementia_care"),
    ("en", "I was a babysitter", "childcare"),
    ("en", "I give medication to patients", "medication"),
    ("en", "my problem solving is good", "problem_solving"),
    ("pt", "tenho experiência com demência", "dementia_care"),
    ("pt", "cuidei de pessoas com diabetes", "diabetes_care"),
    ("pl", "jeżdżę na wózku widłowym", "forklift"),
    ("pl", "opiekowałam się osobą z demencją", "dementia_care"),
    ("ro", "am îngrijit persoane cu diabet", "diabetes_care"),
    ("bg", "грижих се за хора с деменция", "dementia_care"),
    ("lt", "prižiūrėjau demencija sergančius žmones", "dementia_care"),
    ("uk", "доглядала людей з деменцією", "dementia_care"),
    ("ar", "اعتنيت بمرضى الزهايمر", "dementia_care"),
    ("ar", "انا سكرتيرة", "diary_management"),
    ("ar", "عندي دوام ليلي", "night_work"),
]


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, texts in ABOUT_ONESELF.items() for text in texts]
)
@pytest.mark.parametrize("told", [True, False], ids=["told the language", "told nothing"])
def test_nothing_is_made_of_what_someone_is_or_has(language: str, text: str, told: bool) -> None:
    assert LINKER.link(text, language if told else None) == []


@pytest.mark.parametrize(("language", "text"), [(code, one[0]) for code, one in ABOUT_ONESELF.items()])
def test_the_rest_of_the_message_is_read(language: str, text: str) -> None:
    alone = LINKER.link("forklift, packing", language)
    assert [one.skill_id for one in LINKER.link(f"{text}, forklift, packing", language)] == [
        one.skill_id for one in alone
    ]


@pytest.mark.parametrize("language", FROM)
def test_nothing_is_made_of_where_someone_is_from(language: str) -> None:
    countries = Locale(language).territories
    said = [FROM[language].format(countries[code]) for code in ORIGINS]
    assert [text for text in said if LINKER.link(text, language)] == []


@pytest.mark.parametrize("language", GROUPS)
@pytest.mark.parametrize("told", [True, False], ids=["told the language", "told nothing"])
def test_nothing_is_made_of_the_group_someone_belongs_to(language: str, told: bool) -> None:
    said = [I_AM[language].format(group) for group in GROUPS[language].split()]
    assert [text for text in said if LINKER.link(text, language if told else None)] == []


@pytest.mark.parametrize(("language", "text", "skill_id"), FOR_OTHERS)
def test_what_was_done_for_others_counts(language: str, text: str, skill_id: str) -> None:
    assert skill_id in {one.skill_id for one in LINKER.link(text, language)}
