"""What people write about the work they have done, and the skills that are in it.

Written without looking at the lexicon's phrases, as people type on a telephone: misspelt, without
accents, short, several things in one breath. ``named`` must be found; ``other`` must not.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """A message, the skills it names, and skills it must not be taken to name."""

    text: str
    named: frozenset[str]
    other: frozenset[str] = frozenset()


def _said(text: str, named: str, other: str = "") -> Sentence:
    return Sentence(text, frozenset(named.split()), frozenset(other.split()))


PORTUGUESE = (
    _said("trabalhava na linha de enbalagem e tb limpeza", "packing cleaning"),
    _said("Trabalhei 8 anos na Oscar Mayer a embalar comida", "packing food_hygiene"),
    _said("fui operaria fabril durante 10 anos", "production_line"),
    _said(
        "estive no armazem a separar encomendas e conduzia o empilhador", "warehouse order_picking forklift"
    ),
    _said("limpesas em casas particulares", "cleaning"),
    _said("era camareira num hotel em Taunton, fazia as camas", "bed_making room_cleaning"),
    _said("cuidei da minha mae ate ela falecer", "family_care"),
    _said("tomei conta de criancas e de uma senhora idosa", "childcare elderly_care"),
    _said("empregada de mesa no verao, tambem lavava a loica", "serving_food dishwashing"),
    _said("ajudante de cosinha numa cantina", "kitchen_work food_preparation"),
    _said("sei cozinhar muito bem", "cooking"),
    _said("no talho cortava carne", "meat_cutting"),
    _said("caixa de supermecado 3 anos", "cash_handling"),
    _said("repositora no lidl e atendimento ao publico", "shelf_stacking customer_service"),
    _said("apanha de fruta e estufas", "farm_work"),
    _said("trabalhei nas obras como pedreiro", "construction"),
    _said("pintava casas e fazia uns biscates", "painting maintenance"),
    _said("tenho carta de conducao e fazia entregas", "driving delivery"),
    _said("motorista de pesados", "lorry_driving"),
    _said("costureira numa fabrica de roupa", "sewing"),
    _said("passava a ferro e tratava da roupa numa lavandaria", "ironing laundry"),
    _said("administrativa, atendia o telefone e marcava consultas", "office_admin telephone appointments"),
    _said("trabalhei num call center da vodafone", "call_centre"),
    _said("falo portugues e espanhol", "other_languages"),
    _said("gosto de trabalhar em equipe e sou pontual", "teamwork reliability"),
    _said("fiz voluntariado na cruz vermelha", "volunteering"),
    _said("tenho curso de primeiros socorros", "first_aid"),
    _said(
        "fui auxiliar num lar de idosos, dava banho e dava a medicacao",
        "elderly_care personal_care medication",
    ),
    _said("turno da noite na fabrica de frango", "night_work food_processing"),
    _said("era chefe de linha, tinha 12 pessoas", "team_leading"),
    _said("controlo de qualidade e registo de temperaturas", "quality_control production_records"),
    _said("trabalhava no frio, na camara frigorifica", "cold_store"),
    _said("carregar e descarregar camioes", "loading_unloading"),
    _said("jardineiro e tambem tratava de vacas", "gardening animals"),
    _said("vigilante numa loja", "security"),
    _said("cabeleireira em casa", "beauty_care"),
    _said("informatica, sei usar excel e word", "computer_use spreadsheets office_software"),
    _said("faxineira e baba no brasil", "cleaning childcare"),
    _said("era motoboy, entregava comida", "delivery"),
    _said("dona de casa, criei tres filhos", "household"),
    _said("nunca trabalhei em cozinhas mas limpei escritorios", "cleaning", "kitchen_work cooking"),
    _said("nao sei conduzir", "", "driving"),
    _said("nao tenho carta de conducao, trabalhei na limpeza", "cleaning", "driving"),
    _said("sem experiencia em cuidados pessoais, so loja", "retail", "personal_care"),
    _said("nao so limpeza mas tambem cozinha", "cleaning kitchen_work"),
    _said("nunca trabalhei em lares nem em hospitais", "", "elderly_care hospital_work"),
)

ENGLISH = (
    _said("worked on packin line 5yrs n drove forklift", "packing forklift"),
    _said("i was in a factory making sandwitches", "production_line"),
    _said("wearhouse picker, some fork lift", "warehouse order_picking forklift"),
    _said("clening offices and schools", "cleaning"),
    _said("looked after my mum who has dementia", "family_care dementia_care"),
    _said("8 years at Debenhams on the tills and helping customers", "cash_handling customer_service"),
    _said("chambermaid, changing beds, hoovering", "room_cleaning bed_making cleaning"),
    _said("kitchen porter in a pub, washing pots", "dishwashing"),
    _said("I cooked in a school canteen", "cooking"),
    _said("waitressing and a bit of bar work", "serving_food bar_work"),
    _said("fruit picking on farms", "farm_work"),
    _said("labourer on building sites", "construction"),
    _said("van driver for dpd", "driving delivery"),
    _said("HGV class 1", "lorry_driving"),
    _said("taxi driver in Bridgwater", "passenger_driving"),
    _said(
        "receptionist at a dentist, answering phones, booking appointments",
        "reception telephone appointments",
    ),
    _said("data entry, excel and filing", "data_entry spreadsheets filing"),
    _said("security guard nights", "security night_work"),
    _said("child minder for 3 kids", "childcare"),
    _said("carer in a nursing home, washing and dressing residents", "elderly_care personal_care"),
    _said("food hygeine level 2 and haccp", "food_hygiene haccp"),
    _said("team leader on nights, trained new starters", "team_leading training_others"),
    _said("stock taking, goods in", "stock_control goods_in"),
    _said("seamstress", "sewing"),
    _said("volunteer at the food bank", "volunteering"),
    _said("i speak romanian and russian", "other_languages"),
    _said("good team worker always on time", "reliability"),
    _said("painter and decorater, bit of plumbing", "painting plumbing"),
    _said("worked in boots dispensing", "pharmacy"),
    _said("call center 2 yrs, complaints", "call_centre complaints"),
    _said("ironing and laundry in a hotel", "ironing laundry hotel_work"),
    _said("milking cows", "animals"),
    _said("heavy lifting, loading lorries", "manual_handling loading_unloading"),
    _said("housewife", "household"),
    _said("ran bingo and games for residents", "activities"),
    _said("never worked in kitchens", "", "kitchen_work cooking"),
    _said("i cant drive but i can cook", "cooking", "driving"),
    _said("no experience with children, worked in shops", "retail", "childcare"),
    _said("not only cleaning, also cooking", "cleaning cooking"),
    _said("I have never worked in hotels, bars or restaurants", "", "hotel_work bar_work serving_food"),
)

NOTHING = (
    "asdf",
    "qwerty uiop",
    "🙂",
    "👍🏽👍🏽",
    "I like football",
    "gosto de futebol",
    "ok",
    "sim",
    "não",
    "não sei",
    "nada",
    "nothing",
    "boa noite",
    "good morning",
    "have a good night",
    "muito obrigada",
    "I live on the high street",
    "moro em Taunton com o meu marido",
    "<script>alert('x')</script>",
    "<b></b>",
    "'; DROP TABLE candidates; --",
    "SELECT * FROM users WHERE 1=1",
    "http://example.com/?q=1",
    "12345 67890",
    "مرحبا",
    "...",
    "",
    "   \n\t ",
)
