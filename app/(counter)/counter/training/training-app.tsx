"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Header } from "@/app/_ui/header";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import { beginTraining, type Training } from "@/lib/device/counter/training/begin-training";
import { deviceNow } from "@/lib/device/trust/clock";
import { CounterScreen } from "../counter-screen";
import { TrainingContext } from "./training";
import { TrainingFrame } from "./training-frame";

type Step =
	| { readonly state: "before" | "making" | "failed" | "over" }
	| { readonly state: "ready"; readonly training: Training };

/**
 * The exercise at the counter (DM-2): its own screens over a device that is nothing but memory. What it is comes first,
 * also after a reload: nobody is in an exercise, or at the counter, without having pressed for it.
 */
export function TrainingApp() {
	const t = useTranslations("training");
	const [step, setStep] = useState<Step>({ state: "before" });
	useTitle();
	const begin = () => {
		setStep({ state: "making" });
		beginTraining(deviceNow()).then(
			(training) => setStep({ state: "ready", training }),
			(error: unknown) => {
				reportError(error);
				setStep({ state: "failed" });
			},
		);
	};
	switch (step.state) {
		case "before":
			return (
				<Page title={t("title")}>
					<p>{t("about.day")}</p>
					<p>{t("about.apart")}</p>
					<p>{t("about.sheets")}</p>
					<First onClick={begin}>{t("about.begin")}</First>
					<Back />
				</Page>
			);
		case "making":
			return (
				<Page title={t("title")}>
					<Progress label={t("making")} />
				</Page>
			);
		case "failed":
			return (
				<Page title={t("title")}>
					<Notice tone="no" alert>
						{t("failed")}
					</Notice>
					<First onClick={() => location.reload()}>{t("over.again")}</First>
					<Back />
				</Page>
			);
		case "over":
			return (
				<Page title={t("over.title")}>
					<p role="status">{t("over.body")}</p>
					<First onClick={backToCounter}>{t("back")}</First>
					<Button onClick={() => location.reload()}>{t("over.again")}</Button>
				</Page>
			);
		case "ready": {
			const { training } = step;
			const leave = () => {
				setStep({ state: "over" });
				training.end().catch((error: unknown) => reportError(error));
			};
			return (
				<TrainingContext value={training}>
					<TrainingFrame portal={training.portal} onLeave={leave}>
						<CounterScreen device={training.device} />
					</TrainingFrame>
				</TrainingContext>
			);
		}
	}
}

/** A tab that the counter opened closes, and the counter is behind it; any other becomes the counter. */
function backToCounter(): void {
	window.close();
	location.replace("/counter");
}

const Back = () => {
	const t = useTranslations("training");
	return <Button onClick={backToCounter}>{t("back")}</Button>;
};

/** What Enter does. */
function First(props: { onClick: () => void; children: ReactNode }) {
	const ref = useRef<HTMLButtonElement>(null);
	useEffect(() => ref.current?.focus(), []);
	return <Button ref={ref} tone="primary" {...props} />;
}

/** The tab says it too. */
function useTitle(): void {
	const t = useTranslations("training");
	const common = useTranslations("common");
	const title = `${t("word")} · ${t("title")} · ${common("name")}`;
	useEffect(() => {
		document.title = title;
	}, [title]);
}

function Page({ title, children }: { title: string; children: ReactNode }) {
	const t = useTranslations("training");
	return (
		<div data-training="about" className="min-h-dvh border-8 border-t-0 border-training">
			<Header title={<span className="font-extrabold tracking-[0.2em] text-training">{t("word")}</span>} />
			<main id="content" className="mx-auto grid max-w-xl justify-items-start gap-5 px-5 py-14">
				<h1 className="text-3xl font-semibold">{title}</h1>
				{children}
			</main>
		</div>
	);
}
