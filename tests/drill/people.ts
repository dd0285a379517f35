import { SEXES } from "@/lib/protocol/records";
import type { Person } from "../support/counter-page";

const GIVEN = [
	...["Camille Aimée", "Noé", "Élise", "Maël", "Inès", "Zoé", "Anaïs", "Loïc", "Chloé", "Théo", "Éva", "Rémi"],
	...["Jean-Luc", "Marie-Ève", "Aïcha", "Gaëlle", "Hélène", "Côme", "Solène", "Régis", "Naïma", "Joëlle", "Timothée"],
	...["Øystein", "Łukasz", "Žofia", "İpek", "Ñusta", "Søren", "Ünal"],
];
const FAMILY = ["ESSAI", "D’ESSAI", "ESSAI-DURAND", "DE L’ESSAI", "ŒUVRARD-ESSAI"];

/** Thirty people who do not exist: no two of them share a name and a birth date. */
export function inventedPeople(): readonly Person[] {
	return GIVEN.map((given, i) => ({
		family: FAMILY[i % FAMILY.length] ?? "ESSAI",
		given,
		birth: `${1931 + i * 2}-${pad((i % 12) + 1)}-${pad((i % 28) + 1)}`,
		sex: SEXES[i % SEXES.length] ?? "X",
		act: i % 5 === 4 ? "pcr" : "antigen",
	}));
}

function pad(number: number): string {
	return String(number).padStart(2, "0");
}
