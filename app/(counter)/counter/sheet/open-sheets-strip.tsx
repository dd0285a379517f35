"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Strip } from "@/app/_ui/notice";
import { isSheetOpen, numberOf } from "@/lib/device/counter/day-list";
import { type SheetFate, sayFate } from "@/lib/device/counter/sheet-fate";
import type { DayEntry } from "../queue/use-day-list";
import { type OpenSheet, OpenSheetsDialog } from "./open-sheets-dialog";
import type { PrintedSheet } from "./use-printing";

/**
 * [SH-7] The sheets of which nobody said what became of them: the page ended before it could show them, the printer was
 * empty, or they wait for the end of a series. They stay here, whatever registered meanwhile, until somebody says.
 */
export function OpenSheetsStrip(props: {
	entries: readonly DayEntry[];
	/** The attestation that is being issued or is on the screen, whose own panel asks, and the one that it just asked about. */
	except: readonly string[];
	onPrint: (pages: readonly PrintedSheet[]) => void;
}) {
	const t = useTranslations("day.open");
	const [asking, setAsking] = useState(false);
	const open = props.entries.flatMap((entry): OpenSheet[] => {
		const { row, sheet } = entry;
		return !props.except.includes(row.key) && sheet && isSheetOpen(entry) ? [{ key: row.key, sheet }] : [];
	});
	const [first] = open;
	if (first === undefined) return null;
	const say = (keys: readonly string[], fate: SheetFate) => {
		if (keys.length === open.length) setAsking(false);
		void sayFate(keys, fate);
	};
	const print = (sheets: readonly OpenSheet[]) => props.onPrint(sheets.map(({ sheet }) => ({ sheet })));
	const b = (chunks: ReactNode) => <b>{chunks}</b>;
	const name = `${first.sheet.person.family} ${first.sheet.person.given}`;
	return (
		<>
			<Strip tone="compare">
				<span className="mr-3">
					{open.length === 1
						? t.rich("one", { b, number: String(numberOf(first.sheet)), name })
						: t.rich("several", { b, count: open.length })}
				</span>
				<span className="inline-flex flex-wrap gap-2">
					{open.length === 1 ? (
						<>
							<Button compact onClick={() => print(open)}>
								{t("print")}
							</Button>
							<Button compact onClick={() => say([first.key], "handed")}>
								{t("handed")}
							</Button>
						</>
					) : null}
					<Button compact onClick={() => setAsking(true)}>
						{open.length === 1 ? t("other") : t("list")}
					</Button>
				</span>
			</Strip>
			{asking ? <OpenSheetsDialog open={open} onPrint={print} onSay={say} onClose={() => setAsking(false)} /> : null}
		</>
	);
}
