"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { DeviceRow } from "@/lib/protocol/console";
import { assertNever } from "@/lib/shared/assert-never";

/** What denying a device does, by what the device is for. */
export function DeviceConsequences({ device }: { device: DeviceRow }) {
	switch (device.role) {
		case "counter":
			return <CounterConsequences device={device} />;
		case "door":
		case "train":
			return <VerifierConsequences />;
		default:
			return assertNever(device.role);
	}
}

function CounterConsequences({ device }: { device: DeviceRow }) {
	const t = useTranslations("console.deny.counter");
	return (
		<Consequences worst={t("refused")}>
			<li>{t("passes", { count: device.registered })}</li>
			<li>{t("missing", { count: device.missing })}</li>
			<li>{t("codes")}</li>
			<li>{t("spread")}</li>
			<li>{t("final")}</li>
		</Consequences>
	);
}

function VerifierConsequences() {
	const t = useTranslations("console.deny.verifier");
	return (
		<Consequences worst={t("cut")}>
			<li>{t("keys")}</li>
			<li>{t("lists")}</li>
			<li>{t("final")}</li>
		</Consequences>
	);
}

/** What denying a whole pharmacy does. `registered`: its records with a durable pass. */
export function PharmacyConsequences({ registered }: { registered: number }) {
	const t = useTranslations("console.deny.pharmacy");
	return (
		<Consequences worst={t("refused")}>
			<li>{t("passes", { count: registered })}</li>
			<li>{t("devices")}</li>
			<li>{t("spread")}</li>
			<li>{t("final")}</li>
		</Consequences>
	);
}

function Consequences({ worst, children }: { worst: string; children: ReactNode }) {
	return (
		<ul className="list-disc space-y-1.5 pl-5">
			<li className="font-semibold">{worst}</li>
			{children}
		</ul>
	);
}
