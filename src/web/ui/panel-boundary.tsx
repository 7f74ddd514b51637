import { Component, type ReactNode } from 'react';
import { FailureNotice } from './failure-notice.tsx';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** Keeps one broken panel from taking the page with it, and says that it broke. */
export class PanelBoundary extends Component<Props, { readonly failed: string | null }> {
  override state = { failed: null };

  static getDerivedStateFromError(error: unknown): { readonly failed: string } {
    return { failed: error instanceof Error ? error.message : 'unknown reason' };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (failed === null) return this.props.children;
    return (
      <FailureNotice
        title={`${this.props.title} can't be drawn`}
        detail={failed}
        remedy="Reload the page. The verdict above still stands."
      />
    );
  }
}
