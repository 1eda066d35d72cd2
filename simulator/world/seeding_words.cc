#include "simulator/world/seeding_words.h"

namespace sparkgate::simulator {
namespace {

constexpr Tongue kTongues[] = {
    {.region = "US",
     .share = 0.30,
     .names = {"Ava Brooks", "Noah Reyes", "Zoe Carter", "Eli Turner"},
     .captions = {"Three recipes with one pan", "POV: you finally cleaned your desk",
                  "I tried this for 30 days, here's what happened", "Wait for the end"},
     .hashtags = {"#fyp", "#lifehacks", "#smallbusiness"}},
    {.region = "BR",
     .share = 0.10,
     .names = {"João Araújo", "Luíza Gonçalves", "Antônio Leão", "Conceição Maria"},
     .captions = {"Não acredito que deu certo!", "Três receitas com uma panela só",
                  "A reação dela é tudo", "Coração de mãe não se engana"},
     .hashtags = {"#viral", "#receitas", "#humorbrasileiro"}},
    {.region = "MX",
     .share = 0.09,
     .names = {"Íñigo Peña", "Sofía Muñoz", "José Ángel", "Begoña Núñez"},
     .captions = {"¿Quién más hace esto?", "Así empieza mi mañana", "El truco que nadie te enseñó",
                  "¡Mira hasta el final!"},
     .hashtags = {"#parati", "#cocina", "#mañana"}},
    {.region = "DE",
     .share = 0.06,
     .names = {"Jörg Weiß", "Käthe Müller", "Änne Schröder", "Tobias Groß"},
     .captions = {"Ein Tag am Meer", "Das hätte ich früher wissen müssen", "Größer geht's nicht",
                  "Übung macht den Meister"},
     .hashtags = {"#fürdich", "#alltag", "#rezept"}},
    {.region = "ID",
     .share = 0.09,
     .names = {"Siti Rahma", "Budi Santoso", "Dewi Lestari", "Agus Wijaya"},
     .captions = {"Resep lima menit untuk anak kos", "Jangan lupa bahagia hari ini",
                  "Coba tebak harganya berapa", "Sebelum dan sesudah"},
     .hashtags = {"#fypシ", "#resep", "#anakkos"}},
    {.region = "JP",
     .share = 0.07,
     .names = {"さくら", "田中 太郎", "ユイ", "鈴木 一郎"},
     .captions = {"今日のお弁当を作ってみた", "最後まで見てください", "ﾈｺの一日",
                  "東京の夜景が綺麗すぎる"},
     .hashtags = {"#おすすめ", "#料理", "#猫"}},
    {.region = "KR",
     .share = 0.05,
     .names = {"김서연", "이준호", "박지민", "최유나"},
     .captions = {"오늘의 메이크업", "집에서 만드는 떡볶이", "끝까지 보세요", "강아지의 하루"},
     .hashtags = {"#추천", "#일상", "#먹방"}},
    {.region = "TW",
     .share = 0.04,
     .names = {"陳怡君", "林志豪", "王小明", "張雅婷"},
     .captions = {"夜市必吃的十種小吃", "這個方法真的有效", "我家的貓又來了", "一分鐘學會"},
     .hashtags = {"#推薦", "#美食", "#日常"}},
    {.region = "SA",  // right to left
     .share = 0.07,
     .names = {"محمد العتيبي", "نورة القحطاني", "عبدالله", "ليلى حسن"},
     .captions = {"وصفة سهلة وسريعة للعشاء", "يوم في حياتي",
                  "لا تنسوا المتابعة ❤️", "رأيكم في iPhone الجديد؟"},
     .hashtags = {"#اكسبلور", "#طبخ", "#السعودية"}},
    {.region = "IL",  // right to left
     .share = 0.02,
     .names = {"נועה לוי", "איתי כהן", "מאיה", "דניאל מזרחי"},
     .captions = {"מתכון לעוגת שוקולד", "יום אחד בתל אביב", "תראו עד הסוף", "100% הצלחה!"},
     .hashtags = {"#פוריו", "#אוכל", "#ישראל"}},
    {.region = "RU",
     .share = 0.05,
     .names = {"Анна Смирнова", "Дмитрий", "Оля Ёлкина", "Иван Щукин"},
     .captions = {"Рецепт за пять минут", "Что будет, если…", "Мой кот против пылесоса",
                  "Досмотри до конца"},
     .hashtags = {"#рекомендации", "#рецепты", "#кот"}},
    {.region = "TH",
     .share = 0.03,
     .names = {"สมชาย", "น้ำฝน", "ก้อง", "มะลิ"},
     .captions = {"สูตรผัดไทยง่ายๆ ที่บ้าน", "ดูให้จบนะคะ", "หนึ่งวันในกรุงเทพฯ", "แมวของฉัน"},
     .hashtags = {"#ฟีด", "#อาหาร", "#แมว"}},
    {.region = "IN",
     .share = 0.02,
     .names = {"प्रिया शर्मा", "राहुल", "अनन्या सिंह", "विक्रम"},
     .captions = {"पाँच मिनट में चाय", "अंत तक देखिए", "मेरी माँ की रेसिपी", "दिल्ली की सुबह"},
     .hashtags = {"#वायरल", "#खाना", "#ज़िंदगी"}},
    {.region = "GR",
     .share = 0.01,
     .names = {"Ελένη", "Γιώργος Παπαδόπουλος", "Μαρία", "Νίκος"},
     .captions = {"Μια μέρα στο νησί", "Η συνταγή της γιαγιάς", "Δείτε μέχρι το τέλος", "Καλημέρα"},
     .hashtags = {"#ελλάδα", "#συνταγές", "#νησί"}},
};

constexpr std::string_view kHandleNames[] = {
    "ava",  "noah", "zoe",  "eli",  "joao", "luiza", "sofi",  "inigo", "jorg",  "kathe",
    "siti", "budi", "yui",  "taro", "seo",  "jun",   "chen",  "lin",   "nora",  "omar",
    "noa",  "itai", "anna", "dima", "fon",  "mali",  "priya", "rahul", "eleni", "niko"};
constexpr std::string_view kHandleTopics[] = {"cooks", "bakes",  "travels", "reads", "paints",
                                              "codes", "dances", "runs",    "knits", "plays",
                                              "daily", "vlogs",  "beauty",  "pets",  "garden"};
constexpr std::string_view kEmojis[] = {
    "😂", "🔥", "❤️", "✨", "🥹", "👩‍🍳", "🏳️‍🌈", "👍🏽", "🇧🇷", "🫶"};

}  // namespace

std::span<const Tongue> Tongues() { return kTongues; }
std::span<const std::string_view> HandleNames() { return kHandleNames; }
std::span<const std::string_view> HandleTopics() { return kHandleTopics; }
std::span<const std::string_view> Emojis() { return kEmojis; }

}  // namespace sparkgate::simulator
