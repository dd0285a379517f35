import type { PreparedAct, PreparedMember } from "@/lib/entry/prepared-act";
import { printDay } from "@/lib/entry/typed-day";
import { typedMoment } from "@/lib/entry/typed-moment";
import { type CounterForm, type CounterHabits, emptyForm, type Product, productOf, productsOf } from "./form-state";

/**
 * A new form with what the pharmacy's software prepared (spec PS-2). Consent is asked here, and so is who issues. `left`:
 * what this counter does not know. `now` in seconds, `zone` the counter's.
 */
export function preparedForm(
	act: PreparedAct,
	at: {
		readonly habits: CounterHabits;
		readonly products: readonly Product[];
		readonly now: number;
		readonly zone: string;
	},
): { readonly form: CounterForm; readonly left: readonly PreparedMember[] } {
	const { habits, products, zone } = at;
	const empty = emptyForm(habits, at);
	const kind = act.act ?? empty.act;
	const product = productsOf(kind, products).find(({ code }) => code === act.product);
	const own = product === undefined ? productOf(kind, habits) : { product: product.code, lot: "", expiry: "" };
	const doses = act.doses ?? product?.doses;
	const form: CounterForm = {
		...empty,
		...textsOf(act),
		...own,
		act: kind,
		...(act.lot === undefined ? {} : { lot: act.lot }),
		...(act.expiry === undefined ? {} : { expiry: printDay(act.expiry) }),
		...(act.birth === undefined ? {} : { birth: printDay(act.birth) }),
		...(act.performedAt === undefined ? {} : typedMoment(act.performedAt, { zone, year: true })),
		...(kind === "vaccination" ? {} : { result: act.result ?? "" }),
		...(act.dose === undefined ? {} : { dose: String(act.dose) }),
		...(doses === undefined ? {} : { doses: String(doses) }),
		...(act.reference === undefined ? {} : { reference: act.reference }),
	};
	return { form, left: act.product !== undefined && product === undefined ? ["product"] : [] };
}

/** Members that stand in the form as they came. */
function textsOf(act: PreparedAct): Partial<CounterForm> {
	const { family, given, birthName, usedName, sex, nir, guardian, document, phone, email, address, locale } = act;
	const texts = { family, given, birthName, usedName, sex, nir, guardian, document, phone, email, address, locale };
	return Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
}
