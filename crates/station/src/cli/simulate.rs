//! Placeholder while the simulator is finished.
pub(crate) fn run(_: &crate::cli::SimulateArgs) -> crate::cli::Outcome {
    Err("soon".into())
}
