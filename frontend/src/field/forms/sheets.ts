// A packed form as the rules know it, under the edition in which it was begun.
import type { PackedEdition, PackedForm } from "../pack/shapes";
import { type Definition, definitionOf } from "./definition";
import { isClosed, type Sheet } from "./rules";

const read = new WeakMap<PackedEdition, Definition>();

/** Return an edition's definition; read once. */
export function definitionIn(edition: PackedEdition): Definition {
  const known = read.get(edition) ?? definitionOf(edition.content);
  read.set(edition, known);
  return known;
}

export function sheetOf(form: PackedForm, definition: Definition): Sheet {
  return {
    definition,
    values: form.values,
    skipped: new Set(Object.keys(form.skipped)),
    witnessed: new Set(Object.keys(form.witnessed ?? {})),
    signed: new Set(form.signatures.map((one) => one.role)),
  };
}

/** Whether a form takes no more answers: signed by every role, on the server or here. */
export function isOver(form: PackedForm, definition: Definition): boolean {
  return form.state !== "draft" || isClosed(sheetOf(form, definition));
}
