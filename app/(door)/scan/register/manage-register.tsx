"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { saveFile } from "@/app/_device/save-file";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { Paper } from "@/app/_ui/paper";
import { type Badge, badgeName } from "@/lib/device/door/badge";
import { authorise, withdraw } from "@/lib/device/door/scan-register";
import { survive } from "@/lib/device/store/stand-in";
import { deviceNow } from "@/lib/device/trust/clock";
import { LABEL_LIMIT } from "@/lib/protocol/fields";
import { BadgeSheet } from "./badge-sheet";
import { registerCsv } from "./register-csv";
import { ShiftTable } from "./shift-table";
import { forgetUnknownBadge, type Register, unknownBadge } from "./use-register";

/** Behind the PIN: who is authorised, their badges, and the register as paper and as a file. */
export function ManageRegister({ register, device }: { register: Register; device: string }) {
	const t = useTranslations("door.register");
	const [badge, setBadge] = useState<Badge>();
	const { staff, shifts } = register;
	return (
		<div className="grid gap-5">
			<AddStaff />
			<section>
				<h3 className="font-semibold">{t("authorised")}</h3>
				{staff.length === 0 ? <p className="text-ink-2">{t("noStaff")}</p> : null}
				<ul className="mt-1 grid gap-2">
					{staff.map((one) => (
						<StaffLine key={one.id} staff={one} onBadge={() => setBadge(one)} />
					))}
				</ul>
			</section>
			{badge === undefined ? null : <BadgeSheet badge={badge} />}
			<ShiftTable shifts={shifts} />
			<Export register={register} device={device} />
			{badge === undefined ? (
				<Paper>
					<h1 className="text-2xl font-bold">{t("title")}</h1>
					<p className="mb-4">{device}</p>
					<ShiftTable shifts={shifts} />
				</Paper>
			) : null}
		</div>
	);
}

function StaffLine({ staff, onBadge }: { staff: Register["staff"][number]; onBadge: () => void }) {
	const t = useTranslations("door.register");
	const format = useFormatter();
	const day = (time: number) => format.dateTime(time * 1000, { dateStyle: "medium" });
	const { id, name, authorisedAt, withdrawnAt } = staff;
	return (
		<li className="flex flex-wrap items-center gap-2 rounded-card border border-line px-3 py-2">
			<span className="min-w-40 flex-1">
				<b>{name}</b>
				<span className="block text-sm text-ink-2">
					{withdrawnAt === null ? t("since", { day: day(authorisedAt) }) : t("until", { day: day(withdrawnAt) })}
				</span>
			</span>
			{withdrawnAt === null ? (
				<>
					<Button compact className="min-h-11" onClick={onBadge}>
						{t("badge")} <span className="sr-only">{name}</span>
					</Button>
					<Button compact className="min-h-11" onClick={() => void survive(() => withdraw(id, { now: deviceNow() }))}>
						{t("withdraw")} <span className="sr-only">{name}</span>
					</Button>
				</>
			) : null}
		</li>
	);
}

/** By name, or by the badge that this device just did not know. */
function AddStaff() {
	const t = useTranslations("door.register");
	const [name, setName] = useState("");
	const [tried, setTried] = useState(false);
	const [scanned, setScanned] = useState(unknownBadge);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const good = badgeName.safeParse(name);
		setTried(!good.success);
		if (!good.success) return;
		await survive(() => authorise({ name: good.data }, { now: deviceNow() }));
		setName("");
	};
	const accept = async (badge: Badge) => {
		await survive(() => authorise(badge, { now: deviceNow() }));
		forgetUnknownBadge();
		setScanned(undefined);
	};
	return (
		<form onSubmit={(event) => void submit(event)} noValidate className="grid gap-2">
			{scanned === undefined ? null : (
				<Notice tone="plain" title={t("scannedBadge", { name: scanned.name })}>
					<Button compact className="mt-2 min-h-11" onClick={() => void accept(scanned)}>
						{t("authorise")}
					</Button>
				</Notice>
			)}
			<TextField
				name="staff"
				label={t("name")}
				hint={t("nameHint")}
				value={name}
				maxLength={LABEL_LIMIT}
				error={tried ? t("nameMissing") : undefined}
				onChange={(event) => setName(event.target.value)}
			/>
			<Button type="submit">{t("authorise")}</Button>
		</form>
	);
}

function Export({ register, device }: { register: Register; device: string }) {
	const t = useTranslations("door.register");
	const format = useFormatter();
	const save = () => {
		const columns = ["line", "who", "device", "place", "gate", "from", "to"] as const;
		const csv = registerCsv({
			...{ staff: register.staff, shifts: register.shifts, device },
			words: {
				columns: columns.map((column) => t(`columns.${column}`)),
				...{ authorisation: t("lines.authorisation"), check: t("lines.check"), nobody: t("nobody") },
			},
			at: (time) => format.dateTime(time * 1000, { dateStyle: "short", timeStyle: "medium" }),
		});
		saveFile(t("fileName"), new Blob([csv], { type: "text/csv;charset=utf-8" }));
	};
	return (
		<div className="grid gap-2.5">
			<Button onClick={save}>{t("export")}</Button>
			<Button onClick={() => window.print()}>{t("print")}</Button>
			<p className="text-sm text-ink-2">{t("law")}</p>
		</div>
	);
}
