"use client";

import { useEffect, useRef, useState } from "react";
import { askSameDay } from "@/lib/device/counter/ask-same-day";
import { dayAt } from "@/lib/entry/zone-time";
import type { SameDayQuestion } from "@/lib/protocol/same-day";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { namesOf } from "./entry-names";
import { birthOf, type EntryContext, momentOf } from "./field-problems";
import type { CounterForm } from "./form-state";

/** A person is asked about once their name and birth stand still for so long. */
const STILL_MS = 700;

/**
 * What the portal knows of this person and act from the pharmacy's other workstations (spec EN-16). It is asked while
 * somebody still types: issuing never waits for it.
 */
export function useElsewhere(form: CounterForm, context: EntryContext): NumericDate | undefined {
	const question = questionOf(form, context);
	const asked = question === undefined ? "" : JSON.stringify(question);
	const [found, setFound] = useState<{ readonly asked: string; readonly at: NumericDate }>();
	const current = useRef(asked);
	useEffect(() => {
		current.current = asked;
		if (asked === "") return;
		const ask = async () => {
			const at = await askSameDay(JSON.parse(asked) as SameDayQuestion);
			if (at !== undefined && current.current === asked) setFound({ asked, at });
		};
		const timer = setTimeout(() => void ask(), STILL_MS);
		return () => clearTimeout(timer);
	}, [asked]);
	return found?.asked === asked ? found.at : undefined;
}

/** Undefined while somebody is not told yet, and for a correction, which is of the same person by its nature. */
function questionOf(form: CounterForm, context: EntryContext): SameDayQuestion | undefined {
	const { family, given } = namesOf(form).paper;
	const birth = birthOf(form, context);
	const at = momentOf(form, context);
	if (form.corrects !== undefined || family === "" || form.given === "" || form.sex === "") return undefined;
	if (birth === undefined || at === undefined) return undefined;
	const act = form.act === "antigen" ? "A" : form.act === "pcr" ? "N" : "V";
	return { family, given, birth, act, day: dayAt(at, context.zone) };
}
