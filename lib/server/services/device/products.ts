/**
 * What counters choose from: EU value-set codes and names (eHealth Network value sets "covid-19 lab test manufacturer
 * and name" and "vaccines COVID-19 names"). The list is data: one more is one more line.
 */
import "server-only";
import { COMIRNATY, JANSSEN, SPIKEVAX, VAXZEVRIA } from "@/lib/formats/dcc-codes";
import type { DeviceKit } from "@/lib/protocol/device-kit";

export const PRODUCTS: DeviceKit["products"] = [
	{ code: "1232", name: "Abbott Panbio COVID-19 Ag", kind: "A" },
	{ code: "1833", name: "AAZ-LMB COVID-VIRO", kind: "A" },
	{ code: "345", name: "SD BIOSENSOR STANDARD Q COVID-19 Ag", kind: "A" },
	{ code: "1604", name: "Roche (SD BIOSENSOR) SARS-CoV-2 Rapid Antigen", kind: "A" },
	{ code: "1468", name: "ACON Flowflex SARS-CoV-2 Ag", kind: "A" },
	{ code: COMIRNATY.mp, name: "Comirnaty (Pfizer-BioNTech)", kind: "V", doses: COMIRNATY.series },
	{ code: SPIKEVAX.mp, name: "Spikevax (Moderna)", kind: "V", doses: SPIKEVAX.series },
	{ code: VAXZEVRIA.mp, name: "Vaxzevria (AstraZeneca)", kind: "V", doses: VAXZEVRIA.series },
	{ code: JANSSEN.mp, name: "COVID-19 Vaccine Janssen", kind: "V", doses: JANSSEN.series },
];
