import { storedChoice } from "@/app/_ui/stored-choice";

/** `daylight`: full colours over the whole screen and the highest contrast, for a gate in the sun. */
export const THEMES = ["dark", "light", "daylight"] as const;
type Theme = (typeof THEMES)[number];

export const THEME = storedChoice<Theme>("relais.door.theme", { values: THEMES, fallback: "dark" });

export const SOUND = storedChoice("relais.door.sound", { values: ["on", "off"], fallback: "on" });

/** The device stands fixed at a gate: its front camera looks at the people who come, and speaks to them. */
export const STAND = storedChoice("relais.door.stand", { values: ["on", "off"], fallback: "off" });
