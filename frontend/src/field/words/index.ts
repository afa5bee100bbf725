// The words of the app in both languages; a key that one of them lacks does not compile.
import { en } from "./en";
import { zh } from "./zh";

export type Language = "zh" | "en";
export type Word = keyof typeof zh;
export type Arguments = Record<string, string | number>;

const DICTIONARIES: Record<Language, Record<Word, string>> = { zh, en };
const KEPT_UNDER = "aftersail-field-language";

let chosen: Language = firstLanguage();

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_UNDER);
  if (kept === "zh" || kept === "en") return kept;
  const cookie = /aftersail_language=([a-z]+)/.exec(document.cookie)?.[1];
  return (cookie ?? navigator.language).startsWith("zh") ? "zh" : "en";
}

export function language(): Language {
  return chosen;
}

export function chooseLanguage(wanted: Language): void {
  chosen = wanted;
  localStorage.setItem(KEPT_UNDER, wanted);
  document.documentElement.lang = wanted === "zh" ? "zh-Hans" : "en";
}

/** Return a phrase with its places filled: `t("step", {place: 3})`. */
export function t(word: Word, values: Arguments = {}): string {
  return DICTIONARIES[chosen][word].replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ""));
}

/** Whether the dictionary has a word. */
export function isWord(word: string): word is Word {
  return word in zh;
}

/** Return the phrase of a word made from data, such as a state; the data itself where there is no such word. */
export function named(prefix: string, value: string): string {
  const word = `${prefix}_${value}`;
  return word in zh ? t(word as Word) : value;
}

/** Return the name in the language chosen. */
export function name(row: { name: string; name_en?: string | null }): string {
  return chosen === "en" && row.name_en ? row.name_en : row.name;
}

const SHOWN_IN = "Asia/Shanghai";

/** Return an instant as people read it. */
export function moment(value: string | null | undefined): string {
  if (!value) return "";
  const form = { timeZone: SHOWN_IN, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false } as const;
  return new Intl.DateTimeFormat(chosen === "zh" ? "zh-CN" : "en-GB", form).format(new Date(value));
}
