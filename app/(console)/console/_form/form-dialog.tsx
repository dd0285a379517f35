"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import type { ZodType } from "zod";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import type { Result } from "@/lib/shared/result";
import { FailureNotice } from "./failure-notice";
import { useAction } from "./use-action";
import { useIds } from "./use-ids";

/** What a field needs of the form. */
export type FormFields<Draft, Problem extends string> = {
	readonly draft: Draft;
	readonly change: (part: Partial<Draft>) => void;
	/** Value and change of one text field. */
	readonly text: <Name extends keyof Draft>(
		name: Name,
	) => { readonly value: Draft[Name]; readonly onChange: (event: { target: { value: string } }) => void };
	/** Whether this has to be put right; false until somebody asked to send. */
	readonly has: (problem: Problem) => boolean;
};

export type FormDialogProps<Draft, Problem extends string, Answer> = {
	readonly title: string;
	readonly submit: string;
	readonly tone?: "primary" | "danger";
	/** What the fields hold when the dialog opens. */
	readonly initial: () => Draft;
	/**
	 * The body to send, or what has to be put right first. `id` names what is made: the same at every call, so that
	 * sending the same form twice makes one thing; another for another `of`.
	 */
	readonly read: (draft: Draft, id: (of?: string) => string) => Result<unknown, ReadonlySet<Problem>>;
	readonly path: string;
	readonly answer: ZodType<Answer>;
	readonly onClose: () => void;
	readonly onDone: (answer: Answer, draft: Draft) => void;
	readonly children: (fields: FormFields<Draft, Problem>) => ReactNode;
};

/** A dialog that asks for a few things and sends them with one call. It stays open until the portal has accepted. */
export function FormDialog<Draft extends object, Problem extends string, Answer>(
	props: FormDialogProps<Draft, Problem, Answer>,
) {
	const { title, submit, tone = "primary", initial, read, path, answer, onClose, onDone, children } = props;
	const common = useTranslations("common");
	const idOf = useIds();
	const [draft, setDraft] = useState(initial);
	const [checked, setChecked] = useState(false);
	const { busy, failure, run } = useAction(path, answer);
	const body = read(draft, idOf);

	const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
	async function send() {
		setChecked(true);
		if (!body.ok) return;
		const answered = await run(body.value);
		if (answered !== undefined) onDone(answered, draft);
	}
	const onSubmit = (event: FormEvent) => {
		event.preventDefault();
		send().catch((problem: unknown) => reportError(problem));
	};
	return (
		<Dialog title={title} onClose={onClose}>
			<form noValidate onSubmit={onSubmit} className="grid gap-4">
				{children({
					draft,
					change,
					text: (name) => ({
						value: draft[name],
						onChange: ({ target }) => setDraft((before) => ({ ...before, [name]: target.value })),
					}),
					has: (problem) => checked && !body.ok && body.error.has(problem),
				})}
				{failure === undefined ? null : <FailureNotice failure={failure} />}
				<div className="flex justify-end gap-2">
					<Button onClick={onClose}>{common("cancel")}</Button>
					<Button tone={tone} type="submit" busy={busy}>
						{submit}
					</Button>
				</div>
			</form>
		</Dialog>
	);
}
