"use client";

import { useState } from "react";

/** A day or a month of the list, as people choose it. */
export type Period = {
	readonly span: "day" | "month";
	readonly year: number;
	readonly month: number;
	readonly day: number;
};

export function periodOf(span: Period["span"], date: Date): Period {
	return { span, year: date.getFullYear(), month: date.getMonth(), day: date.getDate() };
}

/** First moment, and the first one after; the pharmacy's clock has days of 23 and 25 hours too. */
export function limitsOf({ span, year, month, day }: Period): { readonly from: number; readonly to: number } {
	const [from, to] =
		span === "day"
			? [new Date(year, month, day), new Date(year, month, day + 1)]
			: [new Date(year, month, 1), new Date(year, month + 1, 1)];
	return { from: Math.floor(from.getTime() / 1000), to: Math.floor(to.getTime() / 1000) };
}

export function usePeriod(now: Date) {
	const [period, setPeriod] = useState(() => periodOf("day", now));
	const move = (by: -1 | 1) =>
		setPeriod(({ span, year, month, day }) =>
			periodOf(span, span === "day" ? new Date(year, month, day + by) : new Date(year, month + by, 1)),
		);
	const choose = (span: Period["span"]) => setPeriod((before) => ({ ...before, span }));
	return { period, move, choose };
}
