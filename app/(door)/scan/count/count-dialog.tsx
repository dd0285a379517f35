"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { type Direction, isLocalAssignment } from "@/lib/checkin/checkin-event";
import type { GateCount } from "@/lib/checkin/read-count";
import { correctCount } from "@/lib/device/door/check-in";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import { orInMemory } from "@/lib/device/store/stand-in";
import { deviceNow } from "@/lib/device/trust/clock";
import { LastPassages } from "./last-passages";
import { OutcomeNumbers } from "./outcome-numbers";

/** How many are inside and how sure that is, what to put right by hand, and what this post has turned away. */
export function CountDialog(props: {
	gate: GateChoice;
	count: GateCount;
	onRules: () => void;
	onDoubles: () => void;
	onClose: () => void;
}) {
	const { gate, count, onRules, onDoubles, onClose } = props;
	const t = useTranslations("door.count");
	const train = gate.mode === "train";
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<div className="grid gap-5">
				{train ? null : (
					<Section title={t("inside")}>
						<OccupancyWords gate={gate} count={count} />
						<Correct gate={gate} />
					</Section>
				)}
				<Section title={t("last.title")}>
					<LastPassages passages={count.last} />
				</Section>
				<Section title={t("turnedAway.title")}>
					<OutcomeNumbers gate={gate} />
				</Section>
				{train ? null : (
					<div className="grid gap-2.5 border-t border-line pt-4">
						<Button onClick={onDoubles}>{t("doubles.open", { count: count.doubles.length })}</Button>
						<Button onClick={onRules}>{t("rules.open")}</Button>
					</div>
				)}
			</div>
		</Dialog>
	);
}

function Section({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section>
			<h3 className="font-semibold">{title}</h3>
			<div className="mt-1.5 grid gap-2">{children}</div>
		</section>
	);
}

/** The number, what holds of it, and why it is no better known. */
function OccupancyWords({ gate, count }: { gate: GateChoice; count: GateCount }) {
	const t = useTranslations("door.count");
	const format = useFormatter();
	const { occupancy, posts, tally } = count;
	const { counted, atLeast, atMost, silent, unconfirmed, apart } = occupancy;
	const certain = atLeast === counted && atMost === counted;
	const time = (at: number) => format.dateTime(at * 1000, { timeStyle: "medium" });
	return (
		<>
			<p className="tabular text-2xl font-bold" data-occupancy={counted}>
				{gate.capacity === null ? t("counted", { counted }) : t("countedOf", { counted, capacity: gate.capacity })}
			</p>
			{certain || atLeast === undefined || atMost === undefined ? null : (
				<p data-between={`${atLeast} ${atMost}`}>{t("between", { atLeast, atMost })}</p>
			)}
			{unconfirmed && !isLocalAssignment(gate.assignment) ? <p data-unconfirmed="">{t("unconfirmed")}</p> : null}
			{silent.length === 0 ? null : <p data-silent="">{t("silent", { gates: format.list(silent) })}</p>}
			{apart ? <p data-apart="">{t("apart")}</p> : null}
			{tally.corrected === 0 ? null : <p className="text-ink-2">{t("corrected", { count: tally.corrected })}</p>}
			{posts.length === 0 ? null : (
				<ul className="grid gap-1 text-ink-2" aria-label={t("posts")}>
					{posts.map((post) => (
						<li key={post.post} data-post={post.gate}>
							{post.heard === 0
								? t("postUnheard", { gate: post.gate })
								: t("postHeard", { gate: post.gate, time: time(post.heard) })}
						</li>
					))}
				</ul>
			)}
		</>
	);
}

const CORRECTIONS: readonly Direction[] = ["in", "out"];

/** Somebody passed without a scan. */
function Correct({ gate }: { gate: GateChoice }) {
	const t = useTranslations("door.count.correct");
	const [refused, setRefused] = useState(false);
	const correct = async (direction: Direction) => {
		const { ok } = await orInMemory(() => correctCount(gate, direction, { now: deviceNow() }));
		setRefused(!ok);
	};
	return (
		<fieldset className="grid grid-cols-2 gap-2.5">
			<legend className="mb-1.5 text-sm text-ink-2">{t("legend")}</legend>
			{CORRECTIONS.map((direction) => (
				<Button key={direction} onClick={() => void correct(direction)}>
					{t(direction)}
				</Button>
			))}
			<p role="status" className="col-span-2 text-sm">
				{refused ? t("failed") : null}
			</p>
		</fieldset>
	);
}
