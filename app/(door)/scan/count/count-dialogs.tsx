"use client";

import { useTranslations } from "next-intl";
import type { OverrideReason } from "@/lib/checkin/checkin-event";
import type { GateCount } from "@/lib/checkin/read-count";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import { assertNever } from "@/lib/shared/assert-never";
import { GateRulesDialog } from "../gate/gate-rules-dialog";
import { useSupervisor } from "../supervisor/supervisor-provider";
import type { VerdictView } from "../verdict/verdict-view";
import { CountDialog } from "./count-dialog";
import { DoublesDialog } from "./doubles-dialog";
import { OverrideDialog } from "./override-dialog";

type FullView = Extract<VerdictView, { readonly outcome: "full" }>;

export type CountDialogKind =
	| { readonly kind: "count" | "gateRules" | "doubles" }
	| { readonly kind: "override"; readonly view: FullView };

export type OnOverride = (view: FullView, reason: OverrideReason) => void;

/** The dialogs about who is inside; rules and double entries are the supervisor's. */
export function CountDialogs(props: {
	open: CountDialogKind;
	gate: GateChoice;
	/** Undefined until it is read. */
	count: GateCount | undefined;
	onOverride: OnOverride;
	onOpen: (dialog: CountDialogKind | undefined) => void;
}) {
	const { open, gate, count, onOverride, onOpen } = props;
	const t = useTranslations("door.count.ask");
	const supervisor = useSupervisor();
	const onClose = () => onOpen(undefined);
	const openBehindPin = async (kind: "gateRules" | "doubles") => {
		if (await supervisor.ask(t(kind))) onOpen({ kind });
	};
	switch (open.kind) {
		case "count":
			return count === undefined ? null : (
				<CountDialog
					gate={gate}
					count={count}
					onRules={() => void openBehindPin("gateRules")}
					onDoubles={() => void openBehindPin("doubles")}
					onClose={onClose}
				/>
			);
		case "gateRules":
			return <GateRulesDialog gate={gate} onClose={onClose} />;
		case "doubles":
			return count === undefined ? null : <DoublesDialog count={count} onClose={onClose} />;
		case "override":
			return (
				<OverrideDialog
					onDecided={(reason) => {
						onClose();
						onOverride(open.view, reason);
					}}
					onClose={onClose}
				/>
			);
		default:
			return assertNever(open);
	}
}
