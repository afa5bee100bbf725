// The sections of a visit's screen; a new one is a line here and a file beside.
import type { ComponentType } from "preact";
import type { IconName } from "../parts/icons";
import type { PackedVisit } from "../pack/shapes";
import type { Word } from "../words";
import { Facts } from "./facts";
import { Findings } from "./findings";
import { Forms } from "./forms";
import { HoursSection } from "./hours";
import { Leftovers } from "./leftovers";
import { Parts } from "./parts";
import { Photos } from "./photos";
import { Sign } from "./sign";
import { Steps } from "./steps";
import { Tools } from "./tools";

export interface SectionProps {
  visit: PackedVisit;
  /** Whether the record may still be written. */
  open: boolean;
}

export interface Section {
  code: string;
  label: Word;
  icon: IconName;
  count: (visit: PackedVisit) => string;
  Screen: ComponentType<SectionProps>;
}

const some = (count: number) => (count ? String(count) : "");

export const SECTIONS: readonly Section[] = [
  {
    code: "steps",
    label: "steps",
    icon: "checklist",
    count: (visit) => `${visit.steps.filter((step) => step.result).length} / ${visit.steps.length}`,
    Screen: Steps,
  },
  { code: "forms", label: "forms", icon: "list", count: (visit) => some(visit.forms.length), Screen: Forms },
  { code: "facts", label: "facts", icon: "writing", count: (visit) => (visit.work_done ? "✓" : ""), Screen: Facts },
  { code: "findings", label: "findings", icon: "bolt", count: (visit) => some(visit.findings.length), Screen: Findings },
  { code: "parts", label: "parts", icon: "puzzle", count: (visit) => some(visit.parts.length), Screen: Parts },
  { code: "tools", label: "tools", icon: "tool", count: (visit) => some(visit.tools.length), Screen: Tools },
  { code: "photos", label: "photos", icon: "camera", count: (visit) => some(visit.photos.length), Screen: Photos },
  { code: "hours", label: "hours", icon: "clock", count: (visit) => some(visit.hours.length), Screen: HoursSection },
  {
    code: "leftovers",
    label: "leftovers",
    icon: "list",
    count: (visit) => some(visit.leftovers.length + visit.owed.length),
    Screen: Leftovers,
  },
  { code: "sign", label: "sign", icon: "signature", count: (visit) => (visit.signed_at ? "✓" : ""), Screen: Sign },
];
