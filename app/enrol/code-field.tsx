"use client";

import { useTranslations } from "next-intl";
import { type ClipboardEvent, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import type { EnrolmentDraft } from "@/lib/device/identity/enrolment-draft";
import { readEnrolmentCode } from "@/lib/device/identity/enrolment-link";
import { looksLikeLink, type PastedLink, readPastedLink } from "@/lib/device/identity/pasted-link";
import { withLink } from "./use-enrolment-draft";

type Problem = Exclude<PastedLink, { state: "link" }> | { readonly state: "byHand" };

/** The code, typed or dictated, or the whole link, pasted by the button or into the field. */
export function CodeField(props: {
	draft: EnrolmentDraft;
	change: (draft: EnrolmentDraft) => void;
	/** The form was sent once: what is missing is said. */
	checked: boolean;
}) {
	const { draft, change, checked } = props;
	const t = useTranslations("enrol");
	const place = useRef<HTMLDivElement>(null);
	const [problem, setProblem] = useState<Problem>();
	const code = readEnrolmentCode(draft.typed);
	const take = (text: string) => {
		const read = readPastedLink(text, window.location.origin);
		setProblem(read.state === "link" ? undefined : read);
		if (read.state === "link") change(withLink(draft, read.link));
	};
	const type = (typed: string) => {
		if (looksLikeLink(typed)) return take(typed);
		setProblem(undefined);
		change({ ...draft, typed });
	};
	// A field of one line would take the line ends out, and with them the end of the link.
	const paste = (event: ClipboardEvent) => {
		const text = event.clipboardData.getData("text");
		if (!looksLikeLink(text)) return;
		event.preventDefault();
		take(text);
	};
	const pasteByButton = async () => {
		try {
			take(await navigator.clipboard.readText());
		} catch {
			// Refused, or a browser that lets pages read no clipboard: the person can, into the field.
			place.current?.querySelector("input")?.focus();
			setProblem({ state: "byHand" });
		}
	};
	const wrong = checked && code === undefined ? t("code.error") : undefined;
	return (
		<div ref={place} className="grid gap-2">
			<TextField
				label={t("code.label")}
				hint={draft.link !== undefined && draft.link.code === code ? t("code.fromLink") : t("code.hint")}
				error={problem === undefined ? wrong : sentence(t, problem)}
				value={draft.typed}
				onChange={(event) => type(event.target.value)}
				onPaste={paste}
				autoCapitalize="characters"
				name="code"
			/>
			<Button className="justify-self-start" onClick={() => void pasteByButton()}>
				{t("paste.button")}
			</Button>
		</div>
	);
}

function sentence(t: ReturnType<typeof useTranslations<"enrol">>, problem: Problem): string {
	const hosts = { host: problem.state === "other_origin" ? problem.host : "", here: window.location.host };
	return t(`paste.${problem.state}`, hosts);
}
