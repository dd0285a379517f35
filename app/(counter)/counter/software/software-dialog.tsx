"use client";

import { useTranslations } from "next-intl";
import { useCallback, useRef } from "react";
import { saveFile } from "@/app/_device/save-file";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { makeSoftwareKey, readSoftwareKey } from "@/lib/device/counter/software-link";
import type { DayEntry } from "../queue/use-day-list";
import { preparedEntries, sheetFile } from "./sheet-file";
import { type Prepared, readPreparedFile } from "./use-prepared";

/** What the counter and the pharmacy's own software give each other: acts by file or link, sheets by file. */
export function SoftwareDialog(props: {
	storageKey: CryptoKey;
	entries: readonly DayEntry[];
	onPrepared: (prepared: Prepared) => void;
	onClose: () => void;
}) {
	const { storageKey, entries, onPrepared, onClose } = props;
	const t = useTranslations("software");
	const input = useRef<HTMLInputElement>(null);
	const choose = async (file: File | undefined) => {
		if (file === undefined) return;
		const prepared = await readPreparedFile(file);
		onClose();
		onPrepared(prepared);
	};
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<div className="grid gap-6">
				<section className="grid justify-items-start gap-2">
					<h3 className="font-semibold">{t("take.title")}</h3>
					<p>{t("take.body")}</p>
					<input
						ref={input}
						type="file"
						accept=".json,application/json"
						hidden
						data-prepared=""
						onChange={(event) => void choose(event.currentTarget.files?.[0])}
					/>
					<Button tone="primary" onClick={() => input.current?.click()}>
						{t("take.choose")}
					</Button>
				</section>
				<GiveBack entries={preparedEntries(entries)} />
				<Connection storageKey={storageKey} />
			</div>
		</Dialog>
	);
}

function GiveBack({ entries }: { entries: readonly DayEntry[] }) {
	const t = useTranslations("software.give");
	const save = () => {
		const content = sheetFile(entries, window.location.origin);
		saveFile(t("fileName"), new Blob([content], { type: "application/json" }));
	};
	return (
		<section className="grid justify-items-start gap-2">
			<h3 className="font-semibold">{t("title")}</h3>
			<p>{entries.length === 0 ? t("none") : t("body")}</p>
			{entries.length === 0 ? null : <Button onClick={save}>{t("save", { count: entries.length })}</Button>}
		</section>
	);
}

/** The key is shown on request only: whoever has it can fill in this counter's form, and nothing else. */
function Connection({ storageKey }: { storageKey: CryptoKey }) {
	const t = useTranslations("software.link");
	const key = useSoftwareKey(storageKey);
	const make = () => void makeSoftwareKey({ storageKey });
	return (
		<section className="grid justify-items-start gap-2">
			<h3 className="font-semibold">{t("title")}</h3>
			<p>{t("body")}</p>
			{key === undefined ? (
				<Button onClick={make}>{t("make")}</Button>
			) : (
				<details className="w-full">
					<summary className="min-h-11 cursor-pointer py-2.5">{t("show")}</summary>
					<output
						className="block break-all rounded-card border border-line bg-quiet px-4 py-3 font-mono"
						data-software-key=""
					>
						{key}
					</output>
					<p className="my-2 text-sm text-ink-2">{t("renewHint")}</p>
					<Button compact onClick={make}>
						{t("renew")}
					</Button>
				</details>
			)}
		</section>
	);
}

function useSoftwareKey(storageKey: CryptoKey): string | undefined {
	const query = useCallback(() => readSoftwareKey({ storageKey }), [storageKey]);
	const live = useLive(query);
	return live.state === "ready" ? live.value : undefined;
}
