/**
 * The list of events, with the entry that was opened from it in a panel beside: the list stays as it was found, and is not searched
 * again. Where there is no room for both, or no list, the panel takes the place of what was there, and the way back leads to it.
 */
export default function EventsLayout({ children, panel }: LayoutProps<"/events">) {
  return (
    <div className="group/events flex min-w-0 flex-1 flex-col max-lg:has-[[data-panel]]:[&>header]:hidden max-lg:has-[[data-panel]]:[&>main]:flex-none max-lg:has-[[data-panel]]:[&>main>*]:hidden lg:has-[[data-panel]]:[&>main]:pr-[min(var(--spacing-panel),58vw)] has-[[data-in=page]]:has-[[data-panel]]:[&>header]:hidden has-[[data-in=page]]:has-[[data-panel]]:[&>main]:flex-none has-[[data-in=page]]:has-[[data-panel]]:[&>main>*]:hidden">
      {children}
      {panel}
    </div>
  );
}
