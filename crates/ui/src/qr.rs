//! QR codes as SVG, so that a phone can read an address from a screen or from paper.

use crate::Html;
use base::Fault;
use qrcode::{Color, EcLevel, QrCode};

/// Modules of white round the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// The code of `text`, black on white whatever the page's light.
///
/// # Errors
/// Where the text is too long for one code.
pub fn qr_svg(text: &str) -> Result<Html, Fault> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).map_err(Fault::internal)?;
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (index, _) in colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        let (x, y) = (index % width + QUIET, index / width + QUIET);
        path.push_str(&format!("M{x} {y}h1v1h-1z"));
    }
    let side = width + 2 * QUIET;
    Ok(Html(format!(
        "<svg class=\"qr-code\" viewBox=\"0 0 {side} {side}\" aria-hidden=\"true\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )))
}

#[cfg(test)]
mod tests {
    use super::qr_svg;

    #[test]
    fn a_code_has_its_white_margin_and_refuses_what_does_not_fit() {
        let html = qr_svg("https://10.1.2.3:8443/trust").unwrap().0;
        assert!(html.contains("viewBox=\"0 0 33 33\"") && html.contains("M4 4h1v1h-1z"));
        assert!(qr_svg(&"x".repeat(5_000)).is_err());
    }
}
