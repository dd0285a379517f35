"use client";

import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { CONTROL, Field, TextField } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { type Journey, occasionOf } from "@/lib/device/door/gate-choice";
import { deviceNow } from "@/lib/device/trust/clock";
import { destinationsOf, selectPolicy } from "@/lib/policy/select-policy";
import type { Trust } from "@/lib/trust/trust";
import { useSupervisor } from "../supervisor/supervisor-provider";
import { countryName, namedDestinations } from "./countries";

/** Where the train, or this person, is going: the rules of that country then judge, as they will be on arrival. */
export function DestinationDialog(props: {
	journey: Journey | undefined;
	trust: Trust;
	onChoose: (journey: Journey | undefined) => void;
	onClose: () => void;
}) {
	const { journey, trust, onChoose, onClose } = props;
	const t = useTranslations("door.journey");
	const pin = useTranslations("door.pin");
	const supervisor = useSupervisor();
	const locale = useLocale();
	const [now] = useState(deviceNow);
	const [destination, setDestination] = useState(journey?.destination ?? "");
	const [arrival, setArrival] = useState(journey?.arrival ?? "");
	const documents = trust.list?.policies ?? [];
	const chosen: Journey | undefined =
		destination === "" ? undefined : { destination, ...(arrival === "" ? {} : { arrival }) };
	const occasion = occasionOf({ mode: "train", journey: chosen }, now);
	const missing = selectPolicy(documents, { now, occasion }).outcome === "missing";

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (!(await supervisor.ask(pin("ask.rules")))) return;
		onChoose(chosen);
		onClose();
	};
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<form onSubmit={(event) => void submit(event)} className="grid gap-4">
				<p className="text-ink-2">{t("body")}</p>
				<DestinationField value={destination} documents={documents} onChange={setDestination} />
				{destination === "" ? null : (
					<TextField
						type="date"
						name="arrival"
						label={t("arrival")}
						hint={t("arrivalHint")}
						value={arrival}
						optional
						onChange={(event) => setArrival(event.target.value)}
					/>
				)}
				<div aria-live="polite" className="empty:hidden">
					{missing ? (
						<Notice tone="unknown">{t("missing", { country: countryName(destination, locale) })}</Notice>
					) : null}
				</div>
				<Button type="submit" tone="primary" className="min-h-15 text-lg">
					{t("apply")}
				</Button>
			</form>
		</Dialog>
	);
}

/** Destinations that the list has rules for come first. */
function DestinationField(props: {
	value: string;
	documents: readonly unknown[];
	onChange: (destination: string) => void;
}) {
	const { value, documents, onChange } = props;
	const t = useTranslations("door.journey");
	const locale = useLocale();
	const ruled = destinationsOf(documents);
	const offered = namedDestinations(ruled, locale);
	const group = (label: string, wanted: boolean) => (
		<optgroup label={label}>
			{offered
				.filter((one) => ruled.includes(one.value) === wanted)
				.map((one) => (
					<option key={one.value} value={one.value}>
						{one.label}
					</option>
				))}
		</optgroup>
	);
	return (
		<Field label={t("destination")}>
			{(attributes) => (
				<select
					{...attributes}
					name="destination"
					value={value}
					onChange={(event) => onChange(event.target.value)}
					className={`${CONTROL} h-[3.1rem]`}
				>
					<option value="">{t("none")}</option>
					{group(t("ruled"), true)}
					{group(t("others"), false)}
				</select>
			)}
		</Field>
	);
}
