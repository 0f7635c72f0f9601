/*
 * Common words of labels in the languages that interviews come in. They weigh; they never decide alone: what recurs, how
 * it is laid out and what follows it count for more (decide.ts). Compared in lower case, without digits.
 */

/** Roles in a conversation. */
const ROLES = new Set(
  `interviewer interviewee interviewers int intv iv ir participant participants part respondent resp informant moderator mod
  facilitator researcher speaker spk host guest narrator question answer q a chair chairman chairwoman chairperson clerk
  president secretary senator patient doctor nurse teacher student parent mother father operator witness counsel
  entrevistador entrevistadora entrevistado entrevistada participante moderador moderadora pregunta respuesta hablante
  interviewerin befragte befragter befragten befragung moderatorin moderation sprecher sprecherin teilnehmer teilnehmerin frage antwort
  enquêteur enquêtrice enquêté enquêtée intervieweur intervieweuse interviewé interviewée animateur animatrice locuteur locutrice
  intervistatore intervistatrice intervistato intervistata partecipante domanda risposta
  entrevistador(a) inquiridor moderadora resposta
  geïnterviewde respondente deelnemer vraag antwoord spreker
  intervjuare intervjuer informant deltagare deltaker respondent moderator
  haastattelija haastateltava osallistuja
  wywiadowca rozmówca badacz uczestnik moderatorka pytanie odpowiedź respondentka
  интервьюер респондент модератор участник участница вопрос ответ ведущий ведущая
  görüşmeci katılımcı soru cevap konuşmacı
  問 答 问 访谈者 受访者 采访者 主持人 记者 訪談者 受訪者 記者 インタビュアー 参加者 司会 質問 回答 話者 면접자 참여자 질문 답변
  מראיין מראיינת מרואיין מרואיינת שאלה תשובה יו"ר היו"ר
  المقابل المشارك المشاركة سؤال جواب الباحث الباحثة المذيع`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Heads of lines that say something about the transcript, or about a passage of it, rather than who speaks. */
const META = new Set(
  `title date time start end duration length place location venue agenda present attendees attending apologies organizer organiser
  scribe minutes subject topic topics re note notes nb remark comment comments recording recorded file filename audio video media
  source url link website transcriber transcribed transcript transcription translator translated language version project study site
  interview type code id abstract summary keywords tags speakers participants duration chapter section part page
  from to sent http https copyright isbn example warning important update ps p.s legend key context background setting
  fecha hora lugar título titulo tema nota notas duración archivo proyecto resumen asistentes orden ubicación idioma
  datum zeit ort titel thema dauer anmerkung anmerkungen hinweis beginn ende schluss projekt datei transkription anwesend tagesordnung inhalt
  lieu heure durée titre sujet remarque remarques présents fichier projet langue
  data ora luogo titolo durata oggetto presenti lingua
  plaats tijd onderwerp duur aanwezig opmerking bestand
  dato tid sted emne varighed tilstede
  päivämäärä aika paikka aihe kesto
  temat miejsce czas uwaga obecni plik
  дата время место тема примечание заметка длительность присутствовали повестка
  tarih saat yer konu süre not
  主题 主題 位置 日期 時間 时间 地點 地点 幻灯片 投影片 备注 備註 注 註 注意 标题 標題 作者 译者 譯者 摘要 議程 议程 出席 日付 場所 備考 題名 날짜 시간 장소 제목 주제 비고
  תאריך שעה מקום נושא הערה משך נכחו מוזמנים
  التاريخ الوقت المكان الموضوع ملاحظة المدة العنوان`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Words that say that several speak at once, or one whom nobody knows; a label is made of these and of `WITH_GROUP` alone. */
const GROUP = new Set(
  `all everyone everybody both several multiple many various voice voices group audience crowd chorus unison together unknown
  unidentified unclear someone somebody others female male woman women man men
  alle beide beiden mehrere viele verschiedene stimme stimmen frauenstimme frauenstimmen männerstimme männerstimmen gruppe publikum jemand
  unbekannt unbekannte unbekannter gemeinsam
  tous toutes plusieurs voix groupe inconnu inconnue ensemble quelqu'un
  todos todas ambos ambas varios varias voz voces grupo público desconocido desconocida alguien
  vários várias vozes desconhecido desconhecida alguém
  tutti tutte entrambi entrambe voce voci gruppo sconosciuto sconosciuta qualcuno
  iedereen allemaal meerdere stem stemmen vrouwenstem mannenstem onbekend onbekende groep iemand
  alla båda flera röst röster okänd okänt begge flere stemme stemmer ukendt ukjent
  kaikki molemmat useita ääni ääniä tuntematon joku
  wszyscy wszystkie oboje obaj obie kilka głos głosy głosów nieznany nieznana ktoś
  все оба обе несколько голос голоса голосов неизвестный неизвестная неизвестно кто-то хором
  herkes hepsi ikisi birkaç ses sesi sesler bilinmeyen birisi
  所有人 大家 全体 全體 众人 眾人 众 眾 多人 两人 兩人 二人 未知 不明 女声 女聲 男声 男聲 全員 一同 複数 両者 女性 男性
  모두 다같이 여러명 여러 둘 미상 여자 남자
  כולם כולן שניהם שתיהן קול קולות לא-ידוע אלמוני
  الجميع كلاهما أصوات صوت مجهول مجهولة`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** What stands beside such a word: `all participants`, `unidentified speaker`, `tout le monde`. */
const WITH_GROUP = new Set(
  `other another some at once in people person persons the background off
  weitere andere person personen männliche weibliche männlich weiblich
  le les tout monde deux personnes féminine masculine femme homme
  los las dos personas femenina masculina mujer hombre feminina femminile maschile più persone
  kvinnlig manlig personer женский мужской женщина мужчина kadın erkek kişi
  명 사람 목소리 נשי גברי`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Whether a label says that several speak, or one whom nobody knows: `All`, `Several voices`, `Unknown female 2`. */
export function isGroupLabel(label: string): boolean {
  const words = label
    .toLowerCase()
    .split(/[\s_&/-]+/u)
    .map((word) => word.replace(/^[#\d.]+$|[\d.]+$/gu, ''))
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > 4) return false;
  if (GROUP_PHRASE.test(words.join(' '))) return true;
  return (
    words.some((word) => GROUP.has(word)) &&
    words.every((word) => GROUP.has(word) || WITH_GROUP.has(word) || isRoleWord(word, false))
  );
}

/** None of whose words says so alone. */
const GROUP_PHRASE =
  /^(?:tout le monde|les deux|los dos|las dos|os dois|as duas|לא ידוע|알 수 없음)$/u;

/** Small words inside names: `von der Leyen`, `Smith of Texas`, `the Chairman`. */
const PARTICLES = new Set(
  `of the and de del della di da do dos das du des la le les el los las al bin ibn ben von van der den dem zu zum zur vom y e i und et ten ter af av til op 't d l`.split(
    /\s+/,
  ),
);

/** These name a role only where they are the whole label: `the last question` does not. */
const ONLY_ALONE =
  /^(?:question|answer|q|a|i|chair|president|secretary|host|guest|student|parent|mother|father|moderation|frage|antwort|pregunta|respuesta|domanda|risposta|pergunta|resposta|vraag|antwoord|pytanie|odpowiedź|вопрос|ответ|soru|cevap|question|réponse)$/iu;

/** Whether a word of a label, without digits and signs, names a role in a conversation. */
export function isRoleWord(word: string, alone: boolean): boolean {
  return ROLES.has(word.toLowerCase()) && (alone || !ONLY_ALONE.test(word));
}

/** Whether a whole label is the head of a line about the transcript. */
export function isMetaLabel(label: string): boolean {
  const plain = label.toLowerCase().replace(/[_-]/g, ' ').trim();
  if (META.has(plain)) return true;
  const words = plain.split(/\s+/);
  const [first = '', second = ''] = words;
  if (words.length < 2 || words.length > 4 || isRoleWord(first, false)) return false;
  // `Recording date`, `Date of interview`, `transcribed by`; not `Jimmy Page`.
  return (
    FORM_FIELD.test(words.at(-1) ?? '') ||
    (META.has(first) && (PARTICLES.has(second) || second === 'by'))
  );
}

/** Last words of the fields of a form. */
const FORM_FIELD =
  /^(?:date|time|duration|location|place|number|name|length|format|language|id|link|url|datum|zeit|ort|dauer|fecha|hora|lugar|duración|durée|lieu|data|ora|luogo|durata|datum|tijd|plaats|дата|время|место)$/iu;

/** `Q`, `Answer`, `问`: a label that says what kind of turn it is and not whose. */
export function isQuestionMark(label: string): boolean {
  return /^(?:q|a|question|answer|frage|antwort|pregunta|respuesta|réponse|domanda|risposta|pergunta|resposta|vraag|antwoord|вопрос|ответ|soru|cevap|问|答|問|质问|質問|回答|问题|問題|질문|답변|שאלה|תשובה|سؤال|جواب)$/iu.test(
    label,
  );
}

export function isParticle(word: string): boolean {
  return PARTICLES.has(word.toLowerCase());
}
