"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/field";
import { REENTRIES } from "@/lib/checkin/gate-rules";
import { changeRules, type GateChoice, RULES_LOCK } from "@/lib/device/door/gate-choice";
import { survive } from "@/lib/device/store/stand-in";
import { deviceNow } from "@/lib/device/trust/clock";
import { readCapacity } from "./capacity";
import { Choice } from "./choice";
import { RoleField } from "./role-field";

/** The rules of a post, behind the supervisor's PIN. Changing them locks the scanner for a minute (CI-16). */
export function GateRulesDialog(props: { gate: GateChoice; onClose: () => void }) {
	const { gate, onClose } = props;
	const t = useTranslations("door.count.rules");
	const setup = useTranslations("door.setup");
	const [role, setRole] = useState(gate.role);
	const [reentry, setReentry] = useState(gate.reentry);
	const [typed, setTyped] = useState(gate.capacity === null ? "" : String(gate.capacity));
	const [closed, setClosed] = useState(gate.closed);
	const capacity = readCapacity(typed);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (capacity === undefined) return;
		await survive(() => changeRules({ role, reentry, capacity, closed }, { now: deviceNow() }));
		onClose();
	};
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
				<p>{t("lock", { seconds: RULES_LOCK })}</p>
				<RoleField role={role} onChange={setRole} />
				<TextField
					label={setup("capacity")}
					hint={t("capacityHint")}
					inputMode="numeric"
					value={typed}
					optional
					onChange={(event) => setTyped(event.target.value)}
					error={capacity === undefined ? t("capacityError") : undefined}
				/>
				<fieldset className="grid gap-2">
					<legend className="mb-1.5 text-sm text-ink-2">{t("reentry.label")}</legend>
					{REENTRIES.map((one) => (
						<Choice key={one} name="reentry" checked={reentry === one} onPick={() => setReentry(one)}>
							{t(`reentry.${one}`)}
						</Choice>
					))}
				</fieldset>
				{gate.gates.length > 1 ? <OpenGates gate={gate} closed={closed} onChange={setClosed} /> : null}
				<Button type="submit" tone="primary">
					{t("save")}
				</Button>
			</form>
		</Dialog>
	);
}

/** A gate that is closed tonight counts nobody: unticked, the count needs no word of it. */
function OpenGates(props: { gate: GateChoice; closed: readonly string[]; onChange: (closed: string[]) => void }) {
	const { gate, closed, onChange } = props;
	const t = useTranslations("door.count.rules");
	return (
		<fieldset>
			<legend className="text-sm text-ink-2">{t("gates")}</legend>
			{gate.gates.map((name) => (
				<label key={name} className="flex min-h-11 items-center gap-3">
					<input
						type="checkbox"
						className="size-5 accent-(--accent)"
						checked={!closed.includes(name)}
						disabled={name === gate.gate}
						onChange={(event) => {
							const others = closed.filter((one) => one !== name);
							onChange(event.target.checked ? others : [...others, name]);
						}}
					/>
					{name}
				</label>
			))}
		</fieldset>
	);
}
