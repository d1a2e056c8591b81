/** A canvas that lies over the map and follows it, at the screen's own resolution. */

/**
 * Leaflet's renderer, reduced to one canvas that a subclass paints.
 * Subclasses implement `_paint()`: called when the view has come to rest.
 */
export function makeOverlayClass(L) {
  return L.Renderer.extend({
    options: { padding: 0.25, density: null, pane: "overlayPane", interactive: false },

    initialize(options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._layers = {};
    },

    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._container.style.pointerEvents = "none";
      this._context = this._container.getContext("2d");
    },

    _destroyContainer() {
      this._container.remove();
      L.DomEvent.off(this._container);
      delete this._container;
      delete this._context;
    },

    _updatePaths() {},

    /** Pixels per CSS pixel. */
    density() {
      return this.options.density ?? Math.min(2, window.devicePixelRatio || 1);
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const density = this.density();
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      const [width, height] = [Math.round(size.x * density), Math.round(size.y * density)];
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = `${size.x}px`;
        canvas.style.height = `${size.y}px`;
      }
      this._context.setTransform(density, 0, 0, density, -this._bounds.min.x * density, -this._bounds.min.y * density);
      this._paint();
      this.fire("update");
    },

    /** Paint again without moving. */
    repaint() {
      if (this._map && this._bounds) this._paint();
    },

    /** Wipe the canvas, whatever the transform. */
    _clear() {
      const context = this._context;
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, this._container.width, this._container.height);
      context.restore();
    },
  });
}
