// The desk's entry: what every page needs at once; the rest is fetched by the pages that use it.
import "./styles/tabler.scss";
import "./styles/board_slots.scss";
import "./styles/index.css";
import "./requests";
import { startChoices } from "./choices";
import { onContent } from "./content";
import { startDialogs } from "./dialogs";
import { startFilters } from "./filters";
import { startForms } from "./forms";
import { startMenus } from "./menus";
import { startPalette } from "./palette";
import { startPreferences } from "./preferences";
import { showCurrent } from "./strips";
import { startTables } from "./tables";
import { startToasts } from "./toasts";

startPreferences();
startMenus();
startDialogs();
startToasts();
startForms();
startPalette();
startTables();

onContent("[data-choices]", startChoices);
onContent("[data-filters]", startFilters);
onContent(".stages, .life-frame", showCurrent);
onContent("[data-board]", async (element) => (await import("./kanban")).startBoard(element));
onContent("[data-plan-board]", async (element) => (await import("./board")).startPlanBoard(element));
onContent("[data-chart]", async (element) => (await import("./charts")).drawChart(element));
onContent("[data-signature]", async (element) => (await import("./signature")).startSignature(element));
onContent("[data-drop]", async (element) => (await import("./photos")).startDrop(element));
onContent("form[data-passkey]", async (form) => (await import("./passkeys")).startPasskey(form as HTMLFormElement));
onContent(".tabs-link[aria-current]", (link) => link.scrollIntoView({ block: "nearest", inline: "nearest" }));
onContent("[x-data]", async () => (await import("./alpine")).startAlpine());
