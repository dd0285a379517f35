/**
 * What counters choose from: EU value-set codes and names (eHealth Network value sets "covid-19 lab test manufacturer
 * and name" and "vaccines COVID-19 names"). The list is data: one more is one more line.
 */
import "server-only";
import { COMIRNATY, JANSSEN, SPIKEVAX, VAXZEVRIA } from "@/lib/formats/dcc-codes";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import { ANTIGEN_TESTS } from "./antigen-tests";

export const PRODUCTS: DeviceKit["products"] = [
	...ANTIGEN_TESTS.map((test) => ({ ...test, kind: "A" as const })),
	{ code: COMIRNATY.mp, name: "Comirnaty (Pfizer-BioNTech)", kind: "V", doses: COMIRNATY.series },
	{ code: SPIKEVAX.mp, name: "Spikevax (Moderna)", kind: "V", doses: SPIKEVAX.series },
	{ code: VAXZEVRIA.mp, name: "Vaxzevria (AstraZeneca)", kind: "V", doses: VAXZEVRIA.series },
	{ code: JANSSEN.mp, name: "COVID-19 Vaccine Janssen", kind: "V", doses: JANSSEN.series },
];
