import NextLink from "next/link";
import type { ComponentProps } from "react";
import { Pending } from "./pending";

/** The only link inside Vouch: it never prefetches, because what is fetched is recorded as somebody looking. */
export function Link(props: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  return (
    <NextLink {...props} prefetch={false}>
      {props.children}
      <Pending />
    </NextLink>
  );
}

export const linkStyle =
  "font-[520] text-accent underline decoration-accent-line underline-offset-3 hover:text-accent-hover hover:decoration-current";
