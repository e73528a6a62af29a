"use client";
import { Button } from "../ui/button";

/** Asks the server once more for the page that stands in the address. */
export function Again() {
  return (
    <Button look="primary" onClick={() => location.reload()}>
      Try again
    </Button>
  );
}
