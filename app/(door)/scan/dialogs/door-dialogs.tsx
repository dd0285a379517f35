"use client";

import type { GateCount } from "@/lib/checkin/read-count";
import { noteFirstUse } from "@/lib/device/door/first-use";
import { chooseGate, type GateChoice } from "@/lib/device/door/gate-choice";
import { survive } from "@/lib/device/store/stand-in";
import { assertNever } from "@/lib/shared/assert-never";
import type { Trust } from "@/lib/trust/trust";
import type { TrustNotice } from "@/lib/trust/trust-list";
import type { Scanner } from "../camera/use-scanner";
import { CountDialogs, type OnOverride } from "../count/count-dialogs";
import { FirstUseCards } from "../first-use/first-use-cards";
import { DestinationDialog } from "../gate/destination-dialog";
import { RulesDialog } from "../gate/rules-dialog";
import { PairingDialog } from "../gatelink/pairing-dialog";
import type { KeyUpdate } from "../keys/use-key-update";
import { NoticesDialog } from "../notices/notices-dialog";
import { RegisterDialog } from "../register/register-dialog";
import { InspectorDialog } from "../report/inspector-dialog";
import { ReportDialog } from "../report/report-dialog";
import type { DoorDialog } from "./door-dialog";
import { SettingsDialog } from "./settings-dialog";
import { HelpDialog, SupervisorDialog } from "./spoken-dialogs";

/** The dialog that is open over the door. */
export function DoorDialogs(props: {
	open: DoorDialog;
	gate: GateChoice;
	trust: Trust;
	scanner: Pick<Scanner, "camera" | "switchLens" | "video">;
	update: KeyUpdate;
	notices: readonly TrustNotice[];
	/** Why a document was refused at the last update. */
	refused: string | undefined;
	/** Undefined until it is read. */
	count: GateCount | undefined;
	onOverride: OnOverride;
	onOpen: (dialog: DoorDialog | undefined) => void;
	onChangeGate: () => void;
	/** What staff call this device. */
	device: string;
	onTraining: () => void;
}) {
	const { open, gate, trust, scanner, update, notices, refused, count, onOverride, onOpen } = props;
	const { onChangeGate, onTraining, device } = props;
	const onClose = () => onOpen(undefined);
	switch (open.kind) {
		case "settings":
			return (
				<SettingsDialog
					place={gate.name}
					update={update}
					lenses={scanner.camera.state === "live" ? scanner.camera.lenses : 0}
					onLens={scanner.switchLens}
					onRules={() => onOpen({ kind: "rules" })}
					onOpen={onOpen}
					onTraining={onTraining}
					onChangeGate={onChangeGate}
					onClose={onClose}
				/>
			);
		case "pairing":
			return (
				<PairingDialog
					assignment={gate.assignment}
					camera={scanner.video}
					live={scanner.camera.state === "live"}
					onClose={onClose}
				/>
			);
		case "rules":
			return <RulesDialog trust={trust} gate={gate} onClose={onClose} />;
		case "destination":
			return (
				<DestinationDialog
					journey={gate.journey}
					trust={trust}
					onChoose={(journey) => void survive(() => chooseGate({ ...gate, journey }))}
					onClose={onClose}
				/>
			);
		case "notices":
			return <NoticesDialog {...{ notices, refused, update, onClose }} />;
		case "register":
			return <RegisterDialog device={device} onClose={onClose} />;
		case "report":
			return <ReportDialog gate={gate} onClose={onClose} />;
		case "inspector":
			return <InspectorDialog gate={gate} onClose={onClose} />;
		case "firstUse":
			return <FirstUseCards mode={gate.mode} onClose={() => void survive(() => noteFirstUse()).then(onClose)} />;
		case "count":
		case "gateRules":
		case "doubles":
		case "override":
			return <CountDialogs {...{ open, gate, count, onOverride, onOpen }} />;
		case "supervisor":
			return <SupervisorDialog spoken={open.spoken} onClose={onClose} />;
		case "help":
			return <HelpDialog spoken={open.spoken} onClose={onClose} />;
		default:
			return assertNever(open);
	}
}
