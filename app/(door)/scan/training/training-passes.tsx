"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Paper } from "@/app/_ui/paper";
import { QrCode } from "@/app/_ui/qr-code";
import type { TrainingPass, TrainingWorld } from "@/lib/device/door/training/training-world";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { formatBirth } from "../verdict/verdict-view";

/** The six passes: held up by a touch where there is one telephone, read from this screen by a hand scanner, or printed. */
export function TrainingPasses(props: {
	world: TrainingWorld;
	mode: AssignmentKind;
	onPresent: (text: string) => void;
}) {
	const { world, mode, onPresent } = props;
	const t = useTranslations("door.training");
	const section = useRef<HTMLElement>(null);
	useEffect(() => section.current?.focus(), []);
	return (
		<section
			ref={section}
			tabIndex={-1}
			data-home=""
			aria-label={t("passes")}
			className="absolute inset-0 overflow-y-auto bg-paper p-4 outline-none"
		>
			<p className="text-ink-2">{t("passesBody")}</p>
			<Button className="mt-3 w-full" onClick={() => window.print()}>
				{t("print")}
			</Button>
			<ul className="mt-4 grid gap-4">
				{world.passes.map((pass) => (
					<li key={pass.kind} className="rounded-card border border-line bg-card p-4">
						<PassCard pass={pass} mode={mode} />
						{pass.text === "" ? null : (
							<Button className="mt-3 w-full" onClick={() => onPresent(pass.text)}>
								{t("present")} <span className="sr-only">{t(`kinds.${pass.kind}`)}</span>
							</Button>
						)}
					</li>
				))}
			</ul>
			<Paper>
				<h1 className="text-3xl font-extrabold tracking-[0.2em]">{t("word")}</h1>
				<p>{t("sheetBody")}</p>
				<ul className="mt-4 grid grid-cols-2 gap-6">
					{world.passes.map((pass) => (
						<li key={pass.kind} className="break-inside-avoid border border-black p-4">
							<PassCard pass={pass} mode={mode} />
						</li>
					))}
				</ul>
			</Paper>
		</section>
	);
}

function PassCard({ pass, mode }: { pass: TrainingPass; mode: AssignmentKind }) {
	const t = useTranslations("door.training");
	const locale = useLocale();
	const { person, code, text } = pass;
	return (
		<>
			<h2 className="font-bold">{t(`kinds.${pass.kind}`)}</h2>
			<p className="text-sm text-ink-2 print:text-black">
				{t(pass.kind === "good" ? `expects.good.${mode}` : `expects.${pass.kind}`)}
			</p>
			{text === "" ? null : (
				<QrCode text={text} label={t("qr", { kind: t(`kinds.${pass.kind}`) })} className="mt-3 w-full max-w-60" />
			)}
			{code === undefined ? null : (
				<p className="mt-3 font-mono text-lg">
					<span data-printed="number" className="block">
						{code.number}
					</span>
					<span data-printed="code" className="block">
						{code.code}
					</span>
				</p>
			)}
			{person.family === "" ? null : (
				<p className="mt-2 text-sm">
					{t("document", { name: `${person.family} ${person.given}`, birth: formatBirth(person.birth, locale) })}
				</p>
			)}
		</>
	);
}
