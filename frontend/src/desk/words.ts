// The words that scripts show, in the page's language: the template writes them into a data block.

let cached: Record<string, string> | undefined;

/** Return the translated phrase for a key, with %s replaced by `value`; an unknown key reads as itself. */
export function word(key: string, value?: string): string {
  cached ??= JSON.parse(document.getElementById("desk-words")?.textContent ?? "{}") as Record<string, string>;
  const phrase = cached[key] ?? key;
  return value === undefined ? phrase : phrase.replace("%s", value);
}
