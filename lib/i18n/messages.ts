import type { Locale } from "@/lib/shared/locale";
import enCommon from "./messages/en/common.json" with { type: "json" };
import enConsole from "./messages/en/console.json" with { type: "json" };
import enCounter from "./messages/en/counter.json" with { type: "json" };
import enDay from "./messages/en/day.json" with { type: "json" };
import enDoor from "./messages/en/door.json" with { type: "json" };
import enEnrol from "./messages/en/enrol.json" with { type: "json" };
import enEntry from "./messages/en/entry.json" with { type: "json" };
import enGates from "./messages/en/gates.json" with { type: "json" };
import enHolder from "./messages/en/holder.json" with { type: "json" };
import enHome from "./messages/en/home.json" with { type: "json" };
import enLife from "./messages/en/life.json" with { type: "json" };
import enMail from "./messages/en/mail.json" with { type: "json" };
import enMoving from "./messages/en/moving.json" with { type: "json" };
import enOffline from "./messages/en/offline.json" with { type: "json" };
import enPaper from "./messages/en/paper.json" with { type: "json" };
import enPublic from "./messages/en/public.json" with { type: "json" };
import enSelfTest from "./messages/en/self-test.json" with { type: "json" };
import enSheet from "./messages/en/sheet.json" with { type: "json" };
import enSoftware from "./messages/en/software.json" with { type: "json" };
import enStorage from "./messages/en/storage.json" with { type: "json" };
import enSupport from "./messages/en/support.json" with { type: "json" };
import enTraining from "./messages/en/training.json" with { type: "json" };
import enVault from "./messages/en/vault.json" with { type: "json" };
import frCommon from "./messages/fr/common.json" with { type: "json" };
import frConsole from "./messages/fr/console.json" with { type: "json" };
import frCounter from "./messages/fr/counter.json" with { type: "json" };
import frDay from "./messages/fr/day.json" with { type: "json" };
import frDoor from "./messages/fr/door.json" with { type: "json" };
import frEnrol from "./messages/fr/enrol.json" with { type: "json" };
import frEntry from "./messages/fr/entry.json" with { type: "json" };
import frGates from "./messages/fr/gates.json" with { type: "json" };
import frHolder from "./messages/fr/holder.json" with { type: "json" };
import frHome from "./messages/fr/home.json" with { type: "json" };
import frLife from "./messages/fr/life.json" with { type: "json" };
import frMail from "./messages/fr/mail.json" with { type: "json" };
import frMoving from "./messages/fr/moving.json" with { type: "json" };
import frOffline from "./messages/fr/offline.json" with { type: "json" };
import frPaper from "./messages/fr/paper.json" with { type: "json" };
import frPublic from "./messages/fr/public.json" with { type: "json" };
import frSelfTest from "./messages/fr/self-test.json" with { type: "json" };
import frSheet from "./messages/fr/sheet.json" with { type: "json" };
import frSoftware from "./messages/fr/software.json" with { type: "json" };
import frStorage from "./messages/fr/storage.json" with { type: "json" };
import frSupport from "./messages/fr/support.json" with { type: "json" };
import frTraining from "./messages/fr/training.json" with { type: "json" };
import frVault from "./messages/fr/vault.json" with { type: "json" };

/**
 * All text that people read, both languages in the bundle: switching needs no network.
 * French is the reference; a test compares the keys. One file for each screen, so that two people can write at once.
 */
const fr = {
	common: frCommon,
	home: frHome,
	enrol: frEnrol,
	counter: frCounter,
	entry: frEntry,
	sheet: frSheet,
	day: frDay,
	door: frDoor,
	gates: frGates,
	holder: frHolder,
	console: frConsole,
	life: frLife,
	mail: frMail,
	moving: frMoving,
	offline: frOffline,
	paper: frPaper,
	public: frPublic,
	selfTest: frSelfTest,
	software: frSoftware,
	storage: frStorage,
	support: frSupport,
	training: frTraining,
	vault: frVault,
};
const en = {
	common: enCommon,
	home: enHome,
	enrol: enEnrol,
	counter: enCounter,
	entry: enEntry,
	sheet: enSheet,
	day: enDay,
	door: enDoor,
	gates: enGates,
	holder: enHolder,
	console: enConsole,
	life: enLife,
	mail: enMail,
	moving: enMoving,
	offline: enOffline,
	paper: enPaper,
	public: enPublic,
	selfTest: enSelfTest,
	software: enSoftware,
	storage: enStorage,
	support: enSupport,
	training: enTraining,
	vault: enVault,
};

export type Messages = typeof fr;

export const messages: Record<Locale, Messages> = { fr, en };
