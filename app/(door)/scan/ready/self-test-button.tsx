"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { Paper } from "@/app/_ui/paper";
import { Progress } from "@/app/_ui/progress";
import { type Finding, selfTest } from "@/lib/device/door/self-test";
import type { Trust } from "@/lib/trust/trust";
import { useTrust } from "../keys/use-trust";
import { unlockSound } from "../verdict/feedback";
import { Findings } from "./findings";
import { gatherFacts } from "./self-test-facts";

/** The self-test before opening (ND-8): at setup and in the settings of the post. */
export function SelfTestButton() {
	const t = useTranslations("selfTest");
	const trust = useTrust();
	const [open, setOpen] = useState(false);
	const start = () => {
		unlockSound();
		setOpen(true);
	};
	return (
		<>
			<Button onClick={start}>{t("open")}</Button>
			{open && trust.state === "open" ? <SelfTestDialog trust={trust.trust} onClose={() => setOpen(false)} /> : null}
		</>
	);
}

type Tested = { readonly at: Date; readonly findings: readonly Finding[] };

function SelfTestDialog({ trust, onClose }: { trust: Trust; onClose: () => void }) {
	const t = useTranslations("selfTest");
	const [tested, setTested] = useState<Tested>();
	const run = useCallback(async () => {
		setTested(undefined);
		setTested({ at: new Date(), findings: selfTest(await gatherFacts(trust)) });
	}, [trust]);
	useEffect(() => {
		run().catch(reportError);
	}, [run]);
	return (
		<Dialog title={t("title")} onClose={onClose} wide>
			<p className="text-ink-2">{t("body")}</p>
			<div role="status" className="mt-4">
				{tested === undefined ? <Progress label={t("running")} /> : <Outcome tested={tested} />}
			</div>
			{tested === undefined ? null : (
				<>
					<Findings findings={tested.findings} />
					<div className="mt-5 grid gap-2.5 sm:grid-cols-2">
						<Button onClick={() => void run()}>{t("again")}</Button>
						<Button onClick={() => window.print()}>{t("print")}</Button>
					</div>
					<Paper>
						<h1 className="text-2xl font-bold">{t("title")}</h1>
						<Outcome tested={tested} />
						<Findings findings={tested.findings} />
					</Paper>
				</>
			)}
		</Dialog>
	);
}

function Outcome({ tested: { at, findings } }: { tested: Tested }) {
	const t = useTranslations("selfTest");
	const format = useFormatter();
	const ready = findings.every(({ grade }) => grade === "good" || grade === "told");
	return (
		<Notice tone={ready ? "ok" : "compare"} title={t(ready ? "ready" : "notReady")}>
			{t("at", { time: format.dateTime(at, { dateStyle: "full", timeStyle: "short" }) })}
		</Notice>
	);
}
